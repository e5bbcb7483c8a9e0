import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutText } from '../../../packages/local/src/images/cut-text.ts'
import { toTextWidth } from '../../../packages/local/src/images/to-text-width.ts'
import { anyName } from '../support/hostile-names.ts'

describe('toTextWidth', () => {
  it('finds narrow, usual and wide characters narrow, usual and wide', () => {
    const widths = ['i', 'f', 'a', 'W', '漢', '😀'].map((text) => toTextWidth(text))
    expect(widths).toEqual(widths.toSorted((one, other) => one - other))
    expect(new Set(widths).size).toBeGreaterThan(4)
  })

  it('gives marks and invisible characters no width', () => {
    expect(toTextWidth('\u202E\u200B\u2066')).toBe(0)
    expect(toTextWidth('e\u0301')).toBe(toTextWidth('e'))
  })

  it('takes a family for one emoji', () => {
    expect(toTextWidth('👨‍👩‍👧‍👦')).toBe(toTextWidth('👨'))
  })
})

describe('cutText', () => {
  it('leaves a text that fits as it is', () => {
    expect(cutText('users', 24)).toBe('users')
  })

  it('cuts a wide text sooner than a narrow one', () => {
    expect(cutText('W'.repeat(200), 24)).toMatch(/^W{20,25}…$/)
    expect(cutText('i'.repeat(200), 24)).toMatch(/^i{50,80}…$/)
    expect(cutText('requests '.repeat(20), 24)).toMatch(/^[a-z ]{35,50}…$/)
  })

  it('cuts between whole characters', () => {
    expect(cutText('👨‍👩‍👧‍👦'.repeat(50), 10).replaceAll('👨‍👩‍👧‍👦', '')).toBe('…')
  })

  it('keeps any text within the width, and a beginning of it', () => {
    fc.assert(
      fc.property(anyName, fc.integer({ min: 2, max: 40 }), (text, maxEms) => {
        const cut = cutText(text, maxEms)
        const isBeginning = cut.endsWith('…') && text.startsWith(cut.slice(0, -1))
        expect(cut === text || isBeginning).toBe(true)
        expect(toTextWidth(cut)).toBeLessThanOrEqual(maxEms + 1e-9)
      }),
      { numRuns: 300 },
    )
  })
})
