import type { RunCommand } from './command.ts'
import { exitCode } from './exit-code.ts'
import { jobBudgetMillis, openClient } from './open-client.ts'
import { createPaint } from './paint.ts'
import { readStatus } from './status/read-status.ts'
import { toStatusLines } from './status/to-status-lines.ts'

/** `spikelog status`: how delivery stands, as all processes of the account know it. Posts nothing. */
export const runStatus: RunCommand = async ({ options }, edges) => {
  const opened = openClient(edges, jobBudgetMillis)
  const wallMillis = Date.now()
  const report = readStatus(opened, { wallMillis, nowMillis: performance.now() })
  await opened.client.close({ timeoutMillis: 0 })
  if (options['json'] === true) edges.print(JSON.stringify(report, undefined, 2))
  else {
    const lines = toStatusLines(report, { paint: createPaint(edges), wallMillis })
    edges.print(lines.join('\n'))
  }
  return exitCode.done
}
