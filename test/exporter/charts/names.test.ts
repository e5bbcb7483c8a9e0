import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isChartName, toChartName } from '../../../packages/exporter/src/charts/to-chart-name.ts'
import { toNameMatcher } from '../../../packages/exporter/src/charts/to-name-matcher.ts'

describe('toChartName', () => {
  it.each([
    [undefined, 'users', 'users'],
    ['', '.users', '.users'],
    ['shop', 'users', 'shop.users'],
    ['shop.', 'users', 'shop.users'],
    ['shop..', '..users', 'shop.users'],
    ['my.shop', 'users.', 'my.shop.users.'],
    ['...', 'users', 'users'],
  ])('joins %j and %j', (prefix, name, chart) => {
    expect(toChartName(prefix, name)).toBe(chart)
  })
})

describe('isChartName', () => {
  it.each(['a', 'API Response Time - Chat', 'ä'.repeat(200)])('takes %j', (name) => {
    expect(isChartName(name)).toBe(true)
  })

  it.each(['', ' a', 'a ', 'a\tb', 'a\u007Fb', 'a\u0085b', 'a'.repeat(201)])(
    'refuses %j',
    (name) => {
      expect(isChartName(name)).toBe(false)
    },
  )
})

describe('toNameMatcher', () => {
  it.each([
    ['http.*', 'http.server', true],
    ['http.*', 'http.', true],
    ['http.*', 'https', false],
    ['*', '', true],
    ['*.duration', 'a.b.duration', true],
    ['*.duration', '.durations', false],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['a*b*b', 'ab', false],
    ['a*b*c', 'a.b.b.c', true],
    ['HTTP.*', 'http.x', true],
    ['a.c', 'abc', false],
    ['a+(b', 'a+(b', true],
    ['**', 'x', true],
  ])('tells whether %j matches %j', (pattern, name, matches) => {
    expect(toNameMatcher(pattern)(name)).toBe(matches)
  })

  it('matches what a regular expression would', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 })
    const names = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 })
    fc.assert(
      fc.property(letters, names, (pattern, name) => {
        const reference = new RegExp(`^${pattern.replaceAll('*', '.*')}$`)
        expect(toNameMatcher(pattern)(name)).toBe(reference.test(name))
      }),
    )
  })
})
