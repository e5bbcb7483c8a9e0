import type { CliEdges } from '../command.ts'
import { expectNode } from '../expect-node.ts'
import { UsageError } from '../usage-error.ts'
import { toMeasurements } from './charts.ts'
import type { ExecCharts } from './charts.ts'
import type { JobRun } from './job.ts'
import { toExitCode } from './to-exit-code.ts'

/** After this time nothing is waited for any more. */
const reportMillis = 1800
/** The client gives up a little earlier, in order. */
const marginMillis = 150

/**
 * Reports a run and resolves when that is done or has taken long enough, `interrupted` when it is to
 * end at once; what was measured is kept first. Never rejects.
 */
export async function reportWithin(
  run: JobRun,
  charts: ExecCharts,
  edges: Pick<CliEdges, 'environment' | 'warn'>,
  interrupted: Promise<unknown>,
): Promise<void> {
  const endMillis = performance.now() + reportMillis
  // Not by `withResolvers`: on a Node that is too old the job's end is its own, too, and a line says why.
  let keep: (() => void) | undefined
  const kept = new Promise<void>((resolve) => {
    keep = resolve
  })
  const report = async (): Promise<void> => {
    try {
      expectNode()
      const { reportRun } = await import('./report-run.ts')
      const budgetMillis = endMillis - performance.now() - marginMillis
      const measurements = toMeasurements(run, charts)
      await reportRun(measurements, edges, { budgetMillis, onKept: () => keep?.() })
    } catch (error) {
      edges.warn(`spikelog: ${toNotice(run, charts, error)}`)
    } finally {
      keep?.()
    }
  }
  const late = new Promise<void>((resolve) => {
    setTimeout(resolve, reportMillis)
  })
  const cut = Promise.all([kept, interrupted])
  await Promise.race([report(), late, cut])
}

/** One line with all that would have been reported: a mail of cron's then holds it. */
function toNotice({ end, seconds }: JobRun, { name }: ExecCharts, error: unknown): string {
  const { message } = error instanceof Error ? error : new Error(String(error))
  const hint = error instanceof UsageError && error.hint !== undefined ? ` ${error.hint}` : ''
  const time = seconds === undefined ? '' : ` after ${seconds.toFixed(3)} s`
  const ended = `\`${name}\` ended with ${toExitCode(end)}${time}, which is not reported.`
  return `${ended} ${message}${hint}`.replaceAll(/\s+/gu, ' ')
}
