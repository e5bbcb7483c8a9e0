import { describe, expect, it } from 'vitest'
import type { ChartRule } from '../../../packages/exporter/src/charts/chart-rule.ts'
import { formatChartRule } from '../../../packages/exporter/src/charts/format-chart-rule.ts'
import { splitChartRuleList } from '../../../packages/exporter/src/charts/split-chart-rule-list.ts'
import { parseChartRule } from '../../../packages/exporter/src/charts/parse-chart-rule.ts'

describe('parseChartRule', () => {
  it.each<[string, ChartRule]>([
    ['users', { metric: 'users' }],
    ['users:max', { metric: 'users', aggregation: 'max' }],
    ['users=people', { metric: 'users', as: 'people' }],
    ['users:max=people', { metric: 'users', aggregation: 'max', as: 'people' }],
    ['users=a:b', { metric: 'users', as: 'a:b' }],
    ['users=a=b', { metric: 'users', as: 'a=b' }],
    ['users:sum=a:max=b', { metric: 'users', aggregation: 'sum', as: 'a:max=b' }],
    [' users : max = two words ', { metric: 'users', aggregation: 'max', as: 'two words' }],
    ['a%3Ab%3Dc%2Cd%25e=x%2Cy', { metric: 'a:b=c,d%e', as: 'x,y' }],
    ['a%3ab', { metric: 'a:b' }],
    // Decoded once, and only what is an escape.
    ['a%252C', { metric: 'a%2C' }],
    ['cpu=100 % of %41', { metric: 'cpu', as: '100 % of %41' }],
    ['http.*', { metric: 'http.*' }],
    ['http.*:max', { metric: 'http.*', aggregation: 'max' }],
  ])('reads %j', (text, rule) => {
    expect(parseChartRule(text)).toStrictEqual(rule)
  })

  it.each(['', ' ', ':max', '=people', ' :max=people', 'users='])(
    'refuses %j, which lacks a part',
    (text) => {
      expect(() => parseChartRule(text, 'charts[3]')).toThrow(
        `Expected \`charts[3]\` to be \`metric[:aggregation][=chart]\`, got \`${text}\` (string)`,
      )
    },
  )

  it('refuses an aggregation that is none and lists those there are', () => {
    expect(() => parseChartRule('users:mean', 'charts[0]')).toThrow(
      'Expected `charts[0].aggregation` to be one of sum, avg, max, min, last, count, rate, p50, p75, p90, p95, p99, got `mean` (string)',
    )
    expect(() => parseChartRule('users:a:b')).toThrow('got `a:b` (string)')
    expect(() => parseChartRule('users:')).toThrow(/`charts\.aggregation`.*got `` \(string\)/u)
  })

  it.each(['p50', 'p75', 'p90', 'p95', 'p99'])('takes the quantile %s', (aggregation) => {
    expect(parseChartRule(`latency:${aggregation}`)).toEqual({ metric: 'latency', aggregation })
  })
})

describe('splitChartRuleList', () => {
  it('splits at commas, without blanks and empty entries', () => {
    expect(splitChartRuleList(' users , latency:max=slowest request ,a%2Cb,, ')).toEqual([
      'users',
      'latency:max=slowest request',
      'a%2Cb',
    ])
    expect(splitChartRuleList('')).toEqual([])
  })
})

describe('formatChartRule', () => {
  it('escapes what would be read otherwise', () => {
    expect(formatChartRule({ metric: 'a:b=c,d%e', aggregation: 'max', as: 'x:y=z,%' })).toBe(
      'a%3Ab%3Dc%2Cd%25e:max=x:y=z%2C%25',
    )
  })

  it('leaves out what a string cannot say', () => {
    expect(formatChartRule({ metric: 'a', where: { b: 1 }, scale: 2, clamp: false })).toBe('a')
  })
})
