import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toNameMatcher } from '../../../packages/exporter/src/charts/to-name-matcher.ts'

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
