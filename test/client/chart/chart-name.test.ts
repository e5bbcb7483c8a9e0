import { describe, expect, it } from 'vitest'
import { isChartName, toChartName } from '../../../packages/client/src/chart/chart-name.ts'
import { useClient } from '../../support/use-client.ts'

describe('toChartName', () => {
  it.each([
    [undefined, ' users ', 'users'],
    [undefined, '.users.', '.users.'],
    ['shop', 'users', 'shop.users'],
    ['shop.', '.users', 'shop.users'],
    ['shop...', '...users', 'shop.users'],
    [' shop . ', ' . users ', 'shop.users'],
    ['shop', 'API Response Time - Chat', 'shop.API Response Time - Chat'],
    ['shop', '', ''],
    ['shop', ' . ', ''],
  ])('puts %j before %j: %j', (prefix, name, expected) => {
    expect(toChartName(prefix, name)).toBe(expected)
  })
})

describe('isChartName', () => {
  it.each(['a', 'a b', 'ä', 'x'.repeat(200)])('takes %j', (name) => {
    expect(isChartName(name)).toBe(true)
  })

  it.each(['', 'x'.repeat(201), 'a\nb', 'a\tb', 'a\u0000', 'a\u007f', 'a\u0085'])(
    'refuses %j',
    (name) => {
      expect(isChartName(name)).toBe(false)
    },
  )
})

describe('a chart name that is none', () => {
  it.each([
    ['', '`` (string)'],
    ['a\nERROR: forged line\u001b[31m', '`a ERROR: forged line [31m` (string)'],
    [undefined, '`undefined` (undefined)'],
    [null, '`null` (null)'],
    [42, '`42` (number)'],
    [{ a: 1 }, '`{"a":1}` (object)'],
    [['a'], '`["a"]` (array)'],
  ])('is dropped, counted and named once, on one line: %j', async (name, shown) => {
    const { client, transport, logger } = useClient()
    client.add(name as string)
    client.add(name as string)
    await client.flush()
    expect(transport.posts).toEqual([])
    expect(client.health().dropped).toEqual({ chart_name: 2 })
    expect(logger.lines).toEqual([
      {
        level: 'warn',
        message:
          'Expected a chart name of 1 to 200 characters (prefix included) without control ' +
          `characters, got ${shown}: dropped.`,
      },
    ])
  })

  it('is an empty one behind a prefix, too', () => {
    const { client } = useClient({ prefix: 'shop' })
    client.add('')
    client.add('.')
    expect(client.health().dropped).toEqual({ chart_name: 2 })
  })

  it('is one that its prefix makes too long', () => {
    const { client } = useClient({ prefix: 'p'.repeat(100) })
    client.add('x'.repeat(99))
    client.add('x'.repeat(100))
    expect(client.health()).toMatchObject({ pending: 1, dropped: { chart_name: 1 } })
  })
})
