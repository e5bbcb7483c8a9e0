import type { ChartPoints } from './chart-points.ts'
import { pointsPerChart } from './chart-points.ts'
import type { Health } from './health.ts'
import { isTooFast } from './is-too-fast.ts'

/** Fewer say nothing of the service. */
const fewestAttempts = 20
/** A service that answers less than this share of attempts is worth a look. */
const leastSuccess = 0.95
/** From here on a chart's history can be foretold. */
const manyPoints = 800
const dayMillis = 24 * 60 * 60 * 1000
const mostChartsNamed = 10

/** Something that should be looked into. */
export interface Warning {
  /** It is logged when the first of its kind comes up. */
  readonly kind: 'success' | 'history' | 'pace'
  readonly message: string
}

/** What {@link toWarnings} judges by. */
export interface WarningEvidence {
  readonly attempts: Health['attempts24h']
  /** Of these, those by which the service refused a chart or a point. */
  readonly rejected: number
  readonly lastError: string | undefined
  readonly points: ReadonlyMap<string, ChartPoints>
  readonly bucketMillis: number
  readonly keepDays: number | undefined
}

/** Says what should be looked into, and what to do about it. */
export function toWarnings(evidence: WarningEvidence, now: number): readonly Warning[] {
  const { points, bucketMillis, keepDays = 0 } = evidence
  const isShort = (chart: ChartPoints): boolean =>
    chart.used > manyPoints && foretoldMillis(chart) < keepDays * dayMillis
  const short = chartsThat(points, isShort)
  const fast = chartsThat(points, (chart) => isTooFast(chart, bucketMillis, now))
  return [
    ...warnOfFailures(evidence),
    ...short.map((charts) => ({
      kind: 'history' as const,
      message:
        `More than ${manyPoints} of ${pointsPerChart} points used, at a pace that keeps less than ` +
        `the ${keepDays} days that \`keepDays\` asks for: ${charts}. Flush less often ` +
        "(`forceFlush: 'due'`, or `flush({ force: false })`): each flush takes a point.",
    })),
    ...fast.map((charts) => ({
      kind: 'pace' as const,
      message:
        `Points are used faster than one per bucket (${bucketMillis / 1000} s): ${charts}. The ` +
        "charts' history gets as much shorter. Flush less often, or set `forceFlush: 'due'` " +
        '(in the client `flush({ force: false })`), which posts only buckets that are over.',
    })),
  ]
}

/** Refusals are said by themselves, and nothing is wrong with the network. */
function warnOfFailures({ attempts, rejected, lastError }: WarningEvidence): readonly Warning[] {
  const { succeeded } = attempts
  const total = attempts.total - rejected
  if (total < fewestAttempts || succeeded >= leastSuccess * total) return []
  const percent = Math.floor((100 * succeeded) / total)
  const aside = rejected > 0 ? ', refused ones aside' : ''
  const last = lastError === undefined ? '' : ` The last failure: ${lastError}`
  const message =
    `${succeeded} of ${total} attempts succeeded in the last 24 hours (${percent} %)${aside}. ` +
    `What failed is kept and follows; look at the network between here and Spikelog.${last}`
  return [{ kind: 'success', message }]
}

/** What the chart will show when it is full, if the pace stays. */
function foretoldMillis({ used, spanMillis }: ChartPoints): number {
  return (spanMillis / (used - 1)) * (pointsPerChart - 1)
}

/** Names the charts for which it is so, in one text; none when there is none. */
function chartsThat(
  points: ReadonlyMap<string, ChartPoints>,
  isSo: (chart: ChartPoints) => boolean,
): readonly string[] {
  const charts = [...points].filter(([, chart]) => isSo(chart)).map(([name]) => `\`${name}\``)
  if (charts.length === 0) return []
  const more = charts.length - mostChartsNamed
  return [charts.slice(0, mostChartsNamed).join(', ') + (more > 0 ? ` and ${more} more` : '')]
}
