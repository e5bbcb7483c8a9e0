import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { verifies } from '../../requirements.ts'
import { resolveOptions } from '../support/resolve-options.ts'

const days = 'a number above 0 and up to 365 (days)'
const share = 'a share from 0 (none) to 1 (all)'
const tags =
  'a flat object of strings, finite numbers and booleans, of at most 4096 characters as JSON'

describe(verifies('badOptions', 'an option of points'), () => {
  it.each<[string, unknown, string, string]>([
    ['keepDays', 0, days, '`0` (number)'],
    ['keepDays', 366, days, '`366` (number)'],
    ['keepDays', '7', days, '`7` (string)'],
    ['timestamps', 1, 'true or false', '`1` (number)'],
    ['tags', 'a', tags, '`a` (string)'],
    ['tags', ['a'], tags, '`["a"]` (array)'],
    ['tags', { a: { b: 1 } }, tags, '`{"a":{"b":1}}` (object)'],
    ['tags', { a: Number.NaN }, tags, '`{"a":"NaN"}` (object)'],
    ['tags', { a: undefined }, tags, '`{}` (object)'],
    ['tags', new Map([['a', 'b']]), tags, '`{}` (object)'],
    ['tags', new URLSearchParams('a=b'), tags, '`{}` (object)'],
    ['tags', { __proto__: { toJSON: () => undefined }, a: 1 }, tags, '`object` (object)'],
    ['rollout', -0.1, share, '`-0.1` (number)'],
    ['rollout', 1.1, share, '`1.1` (number)'],
    ['rollout', Number.NaN, share, '`NaN` (number)'],
    ['dryRun', 'yes', 'true or false', '`yes` (string)'],
  ])('names %s, what is expected and what it got: %o', (name, value, expected, got) => {
    expect(() => resolveOptions({ [name]: value })).toThrow(
      `Expected \`${name}\` to be ${expected}, got ${got}`,
    )
  })

  it('takes tags of any plain object, and nothing but what is its own', () => {
    const ofAnotherRealm: unknown = runInNewContext('({ a: 1 })')
    const bare: unknown = Object.assign(Object.create(null), { a: 1 })
    for (const given of [ofAnotherRealm, bare]) {
      expect(resolveOptions({ tags: given }).resolved.tags).toEqual({ a: 1 })
    }
    const sent = JSON.stringify(
      resolveOptions({ tags: JSON.parse('{"__proto__":"x"}') }).resolved.tags,
    )
    expect(sent).toBe('{"__proto__":"x"}')
  })

  it('refuses tags that would not fit a post', () => {
    expect(() => resolveOptions({ tags: { a: 'x'.repeat(4090) } })).toThrow('4096')
    expect(resolveOptions({ tags: { a: 'x'.repeat(4088) } }).resolved.tags).toHaveProperty('a')
  })

  it.each([
    ['KEEP_DAYS', '7 days', days, 'It is ignored.'],
    ['ROLLOUT', '50%', share, 'The default 1 is used.'],
    ['DRY_RUN', 'maybe', 'true or false', 'The default false is used.'],
  ])('of the environment warns and the default serves: %s=%s', (name, text, expected, instead) => {
    const { resolved, warnings } = resolveOptions({}, { [`SPIKELOG_${name}`]: text })
    expect(warnings).toEqual([
      `Expected \`SPIKELOG_${name}\` to be ${expected}, got \`${text}\` (string). ${instead}`,
    ])
    expect(resolved).toMatchObject({ keepDays: undefined, rollout: 1, dryRun: false })
  })
})

describe('keepDays', () => {
  it.each([
    [7, undefined, 756_000],
    [365, undefined, 39_420_000],
    [1, undefined, 300_000],
    [7, 1_800_000, 1_800_000],
    [3, 60_000, 324_000],
  ])('of %d with a bucket of %s ms makes %d ms', (keepDays, bucketMillis, expected) => {
    expect(resolveOptions({ keepDays, bucketMillis }).resolved.bucketMillis).toBe(expected)
  })

  it('shows that many days with 1000 points and a fifth of them to spare', () => {
    for (const keepDays of [4, 7, 30, 90, 365]) {
      const { bucketMillis } = resolveOptions({ keepDays }).resolved
      expect((800 * bucketMillis) / 86_400_000).toBeCloseTo(keepDays, 6)
    }
  })
})

describe('the environment', () => {
  it('sets keepDays, rollout and dryRun', () => {
    const environment = {
      SPIKELOG_KEEP_DAYS: '7',
      SPIKELOG_ROLLOUT: '0.25',
      SPIKELOG_DRY_RUN: 'TRUE',
    }
    const { resolved, warnings } = resolveOptions({}, environment)
    expect(warnings).toEqual([])
    expect(resolved).toMatchObject({ bucketMillis: 756_000, rollout: 0.25, dryRun: true })
  })

  it.each([
    ['1', true],
    ['yes', true],
    ['On', true],
    ['0', false],
    ['no', false],
    ['off', false],
    ['False', false],
  ])('switches a dry run by %s', (text, expected) => {
    const { resolved, warnings } = resolveOptions({}, { SPIKELOG_DRY_RUN: text })
    expect(warnings).toEqual([])
    expect(resolved.dryRun).toBe(expected)
  })
})

describe('a dry run', () => {
  it('needs no key, but says that posting does', () => {
    const { resolved, warnings } = resolveOptions({ apiKey: undefined, dryRun: true })
    expect(resolved.dryRun).toBe(true)
    expect(warnings).toEqual([
      'Dry run without an API key: set `apiKey` (SPIKELOG_API_KEY) before you post.',
    ])
  })

  it('does not accept a bad key', () => {
    expect(() => resolveOptions({ apiKey: 'not ascii ü', dryRun: true })).toThrow('`apiKey`')
  })
})
