import { describe, expect, it } from 'vitest'
import { putSection } from './results-page.ts'
import { toReadyRow, type Row } from './row.ts'

const row = (more: Partial<Row>) =>
  toReadyRow({ what: 'export', ours: '1 ms', beside: 'loop: 2 ms', figures: [3, 1, 2], ...more })

const section = (name: string, setting: string) => ({
  name,
  about: '',
  setting,
  rows: [row({})],
})

describe('the page of figures', () => {
  it('shows median and quartiles, and whether the median keeps to the bound', () => {
    const figures = [5, 1, 3, 2, 4]
    expect(row({ figures, bound: { atMost: 3 } })).toEqual({
      what: 'export',
      ours: '1 ms',
      beside: 'loop: 2 ms',
      median: '3 ×',
      spread: '2 to 4',
      bound: '≤ 3',
      met: 'yes',
    })
    expect(row({ figures, bound: { atMost: 2.99 } }).met).toBe('NO')
    expect(row({ figures, bound: { atLeast: 3 } }).met).toBe('yes')
    expect(row({ figures, bound: { atLeast: 3.01 } }).met).toBe('NO')
    expect(row({ figures }).met).toBe('–')
  })

  it('misses a bound when nothing was measured', () => {
    expect(row({ figures: [], bound: { atMost: 3 } }).met).toBe('NO')
    expect(row({ figures: [Number.NaN], bound: { atLeast: 3 } }).met).toBe('NO')
  })

  it('replaces the section measured anew and leaves the others as they are', () => {
    const first = putSection(putSection('', section('load', 'Monday')), section('export', 'Monday'))
    const second = putSection(first, section('load', 'Tuesday'))
    expect(second.match(/^## .*|^Monday|^Tuesday/gmu)).toEqual([
      '## export',
      'Monday',
      '## load',
      'Tuesday',
    ])
    expect(second.replace('Tuesday', 'Monday')).toBe(first)
  })
})
