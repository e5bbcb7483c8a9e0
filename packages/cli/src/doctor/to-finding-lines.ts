import type { Paint } from '../paint.ts'
import type { Finding } from './finding.ts'

const marks = { ok: 'ok', note: 'note', wrong: 'WRONG' } as const
const colors = { ok: 'green', note: 'yellow', wrong: 'red' } as const

/** What `spikelog doctor` prints: a line a finding, and one with what to do. */
export function toFindingLines(findings: readonly Finding[], paint: Paint): readonly string[] {
  return findings.flatMap(({ check, state, message, advice }) => {
    const line = `${paint(colors[state], marks[state].padEnd(5))}  ${check.padEnd(13)}  ${message}`
    return advice === undefined ? [line] : [line, `${' '.repeat(22)}→ ${advice}`]
  })
}
