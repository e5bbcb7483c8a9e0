import { describe, expect, it } from 'vitest'
import { matchSurvivors } from './match-survivors.ts'
import { readMutants } from './read-mutants.ts'
import type { Report } from './read-mutants.ts'
import { toResultsPage, toScore } from './to-results-page.ts'

const source = 'if (\n  a > b\n) {\n  go()\n}\n'

/** A mutant of `a > b`, or of the whole condition. */
function mutant(replacement: string, status: 'Killed' | 'Timeout' | 'Survived' | 'NoCoverage') {
  const location = { start: { line: 2, column: 3 }, end: { line: 2, column: 8 } }
  return { location, replacement, status }
}

const block = {
  location: { start: { line: 3, column: 3 }, end: { line: 5, column: 2 } },
  replacement: '{}',
  status: 'NoCoverage' as const,
}

const report: Report = {
  files: {
    'packages/client/src/a.ts': {
      source,
      mutants: [
        block,
        mutant('a >= b', 'Survived'),
        mutant('true', 'Killed'),
        mutant('false', 'Timeout'),
      ],
    },
  },
}

describe('the survivors of a run', () => {
  const known = { file: 'client/src/a.ts', line: 'a > b', becomes: ['a >= b'], why: 'both go' }

  it('are read as the lines they change', () => {
    expect(readMutants(report).map(({ line, becomes }) => [line, becomes])).toEqual([
      ['a > b', 'a >= b'],
      ['a > b', 'true'],
      ['a > b', 'false'],
      [') {', ') {}'],
    ])
  })

  it('are unknown as long as the list does not name them', () => {
    const { unknown, outdated } = matchSurvivors(readMutants(report), [known])
    expect(unknown.map(({ becomes }) => becomes)).toEqual([') {}'])
    expect(outdated).toEqual([])
  })

  it('leave the list when a test finds them, but only what was mutated is held against it', () => {
    const found = { ...known, becomes: ['a >= b', 'true'] }
    const elsewhere = { ...known, file: 'client/src/b.ts' }
    const { outdated } = matchSurvivors(readMutants(report), [found, elsewhere])
    expect(outdated).toEqual(['client/src/a.ts\n  - a > b\n  + true'])
  })

  it('make the score: what timed out is found, what no test runs is not', () => {
    const mutants = readMutants(report)
    expect(toScore(mutants)).toBe('50.0 % (2 of 4 mutants)')
    const page = toResultsPage(mutants, [known], 'today')
    expect(page).toContain('| client/src/a.ts | 50.0 | 1 | 1 | 1 | 1 |')
    expect(page).toContain('- client/src/a.ts: `a > b` → `a >= b`\n\n  both go')
  })
})
