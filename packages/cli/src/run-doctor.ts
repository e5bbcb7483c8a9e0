import type { RunCommand } from './command.ts'
import { examine } from './doctor/examine.ts'
import type { Finding } from './doctor/finding.ts'
import { toFindingLines } from './doctor/to-finding-lines.ts'
import { exitCode } from './exit-code.ts'
import { createPaint } from './paint.ts'

/** `spikelog doctor`: looks at everything a job needs, and says what to do about what is wrong. */
export const runDoctor: RunCommand = async ({ options }, edges) => {
  const isJson = options['json'] === true
  const paint = createPaint(edges)
  const onPost = (chart: string): void =>
    (isJson ? edges.warn : edges.print)(
      `Posting 1 to the chart \`${chart}\`, which takes one of the account's charts.`,
    )
  const findings: Finding[] = []
  for await (const finding of examine(edges, {
    onPost: options['post'] === true ? onPost : undefined,
  })) {
    findings.push(finding)
    if (!isJson) for (const line of toFindingLines([finding], paint)) edges.print(line)
  }
  const isWell = findings.every(({ state }) => state !== 'wrong')
  if (isJson) edges.print(JSON.stringify({ isWell, findings }, undefined, 2))
  return isWell ? exitCode.done : exitCode.failed
}
