import { SpikelogError } from '@spikelog-otel/client'
import { describe, expect, it } from 'vitest'
import type { ChartRule } from '../../../packages/exporter/src/charts/chart-rule.ts'
import { resolveChartRules } from '../../../packages/exporter/src/charts/resolve-chart-rules.ts'

// Rules as JavaScript or JSON may hold them.
const resolve = (input: unknown, prefix?: string) =>
  resolveChartRules(input as readonly ChartRule[], { prefix })

describe('resolveChartRules', () => {
  it('completes strings and objects alike', () => {
    expect(
      resolveChartRules([
        'users:max=people',
        { metric: 'a', where: { b: 1 }, scale: -2 },
        'http.*',
      ]),
    ).toEqual([
      { option: 'charts[0]', metric: 'users', aggregation: 'max', as: 'people', chart: 'people' },
      { option: 'charts[1]', metric: 'a', where: { b: 1 }, scale: -2, chart: 'a' },
      { option: 'charts[2]', metric: 'http.*' },
    ])
  })

  it('puts the prefix before every name, `as` included', () => {
    const charts = resolveChartRules(['users', 'a=b', 'c=.d'], { prefix: 'shop' })
    expect(charts.map(({ chart }) => chart)).toEqual(['shop.users', 'shop.b', 'shop.d'])
  })

  it('trims names, as the service does', () => {
    expect(resolve([{ metric: ' a ', as: ' b ' }])).toMatchObject([
      { metric: 'a', as: 'b', chart: 'b' },
    ])
  })

  it('takes a key that is undefined as absent', () => {
    const rule = { metric: 'a', as: undefined, clamp: undefined, where: undefined }
    expect(resolve([rule])).toStrictEqual([{ option: 'charts[0]', metric: 'a', chart: 'a' }])
  })

  it('takes every clamp there is', () => {
    expect(
      resolve([
        { metric: 'a', clamp: false },
        { metric: 'b', clamp: [-1, 0.5] },
      ]),
    ).toMatchObject([{ clamp: false }, { clamp: [-1, 0.5] }])
  })

  it('refuses no rule when there is none', () => {
    expect(resolve([])).toEqual([])
  })

  const names = 'to make a chart name of 1 to 200 characters (prefix included)'
  it.each<[unknown, string]>([
    [7, '`charts[0]` to be a string or an object, got `7` (number)'],
    [null, '`charts[0]` to be a string or an object, got `null` (null)'],
    [['a'], '`charts[0]` to be a string or an object, got `["a"]` (array)'],
    ['', '`charts[0]` to be `metric[:aggregation][=chart]`, got `` (string)'],
    [
      { metric: 'a', colour: 'red' },
      '`charts[0]` to have no keys but metric, aggregation, as, where, scale, clamp, got `colour` (string)',
    ],
    [{}, '`charts[0].metric` to be a non-empty string, got `undefined` (undefined)'],
    [{ metric: 1 }, '`charts[0].metric` to be a non-empty string, got `1` (number)'],
    [{ metric: ' ' }, '`charts[0].metric` to be a non-empty string, got ` ` (string)'],
    [{ metric: 'a', aggregation: 'p98' }, 'rate, p50, p75, p90, p95, p99, got `p98` (string)'],
    [
      { metric: 'a', aggregation: 3 },
      '`charts[0].aggregation` to be one of sum, avg, max, min, last, count, rate, p50, p75, p90, p95, p99, got `3` (number)',
    ],
    [{ metric: 'a', as: 1 }, '`charts[0].as` to be a string, got `1` (number)'],
    [{ metric: 'a', as: ' ' }, `\`charts[0]\` ${names}`],
    [{ metric: 'a', as: 'x'.repeat(201) }, `\`charts[0]\` ${names}`],
    [{ metric: 'a', as: 'x\ny' }, `\`charts[0]\` ${names}`],
    [{ metric: 'a*', as: 'b' }, '`charts[0].as` to be absent beside a metric with `*`, got `b`'],
    ['a*=b', '`charts[0].as` to be absent beside a metric with `*`, got `b` (string)'],
    [{ metric: 'a', where: 'b' }, '`charts[0].where` to be a flat object'],
    [{ metric: 'a', where: ['b'] }, '`charts[0].where` to be a flat object'],
    [{ metric: 'a', where: { b: { c: 1 } } }, '`charts[0].where` to be a flat object'],
    [{ metric: 'a', where: { b: null } }, '`charts[0].where` to be a flat object'],
    [{ metric: 'a', scale: 0 }, '`charts[0].scale` to be a finite number other than 0, got `0`'],
    [{ metric: 'a', scale: Infinity }, '`charts[0].scale` to be a finite number other than 0'],
    [{ metric: 'a', scale: '2' }, '`charts[0].scale` to be a finite number other than 0, got `2`'],
    [{ metric: 'a', clamp: true }, '`charts[0].clamp` to be `[lo, hi]`, finite and lo < hi'],
    [{ metric: 'a', clamp: [1, 1] }, 'or `false`, got `[1,1]` (array)'],
    [{ metric: 'a', clamp: [0, Infinity] }, '`charts[0].clamp` to be `[lo, hi]`'],
    [{ metric: 'a', clamp: [0] }, '`charts[0].clamp` to be `[lo, hi]`'],
    [{ metric: 'a', clamp: [0, 1, 2] }, '`charts[0].clamp` to be `[lo, hi]`'],
  ])('refuses %j', (rule, message) => {
    expect(() => resolve([rule])).toThrow(message)
    expect(() => resolve([rule])).toThrow(
      expect.objectContaining({ code: 'invalid_option', name: 'SpikelogError' }),
    )
    expect(() => resolve([rule])).toThrow(SpikelogError)
  })

  it('refuses what is no list', () => {
    expect(() => resolve('users')).toThrow(
      'Expected `charts` to be an array of rules, got `users` (string)',
    )
  })

  it('counts the prefix among the 200 characters', () => {
    const as = 'x'.repeat(195)
    expect(resolve([{ metric: 'a', as }], 'shop')).toHaveLength(1)
    expect(() => resolve([{ metric: 'a', as }], 'shops')).toThrow(names)
  })

  it.each<[string, ChartRule | string, ChartRule | string]>([
    ['by name', 'users:max', 'users:min'],
    ['by `as`', 'users=a', 'visits=a'],
    ['by `as` and by name', 'users', 'visits=users'],
    ['by names that differ in case only', 'users', 'Users'],
    ['by where', { metric: 'a', where: { b: 1 } }, { metric: 'a', where: { b: 2 } }],
    ['by pattern', 'http.*:max', 'HTTP.*:min'],
  ])('refuses two rules that make one chart %s', (_, first, second) => {
    expect(() => resolve(['other', first, second])).toThrow(
      /^Expected `charts\[2\]` to make another chart than `charts\[1\]` \(name it with `as`\), got `.+`/,
    )
  })

  it('names the chart that two rules make, or the pattern', () => {
    expect(() => resolve(['users=a', 'visits=a'])).toThrow('got `a` (string)')
    expect(() => resolve(['http.*', 'HTTP.*'])).toThrow('got `HTTP.*` (string)')
  })

  it('refuses a blank `as` whatever the prefix', () => {
    expect(() => resolve([{ metric: 'a', as: ' ' }], 'shop')).toThrow(names)
  })

  it('takes two rules of one metric that make two charts', () => {
    expect(resolve(['a:avg=a avg', 'a:max=a max', 'A=b', 'a', 'A.*', 'a*'])).toHaveLength(6)
  })
})
