import type { Paint } from '../paint.ts'
import { toDuration } from '../to-duration.ts'
import type { StatusChart, StatusReport } from './status-report.ts'

const states = {
  up: ['green', 'up'],
  down: ['red', 'down: Spikelog could not be reached; it is tried once a bucket'],
  key_refused: ['red', 'the key was refused; it is tried every 15 minutes'],
  misconfigured: ['red', 'the endpoint does not answer like Spikelog'],
} as const

const hourMillis = 3_600_000

/** What `spikelog status` prints. */
export function toStatusLines(
  report: StatusReport,
  { paint, wallMillis }: { readonly paint: Paint; readonly wallMillis: number },
): readonly string[] {
  const { store, state, charts, newCharts, maxCharts, leftOut, lastError, warnings } = report
  const [color, words] = states[state]
  const all = [...charts, ...newCharts.map(toNewChart)]
  const facts: [name: string, text: string][] = [
    ['Delivery', `${paint(color, words)}${describeRate(report)}`],
    ['Waiting', describeWaiting(report, wallMillis)],
    ['Store', store ?? 'none, in a dry run'],
  ]
  if (leftOut.length > 0)
    facts.push(['Left out', `${leftOut.join(', ')} (no slot among ${maxCharts})`])
  if (lastError !== null) facts.push(['Last error', lastError])
  for (const warning of warnings) facts.push(['Warning', warning])
  return [
    ...facts.map(([name, text]) => `${paint('bold', name.padEnd(10))}  ${text}`),
    '',
    ...(all.length === 0 ? ['No charts yet.'] : toTable(all, paint)),
  ]
}

function toNewChart(chart: string): StatusChart {
  return { chart, pointsUsed: 0, spanHours: 0, isPending: true }
}

function describeRate({ attempts24h: { total, succeeded } }: StatusReport): string {
  if (total === 0) return ', nothing posted in the last 24 h'
  // Rounded down: 100 % is all of them.
  const percent = Math.floor((1000 * succeeded) / total) / 10
  return `, ${percent} % of ${total} posts in the last 24 h succeeded`
}

function describeWaiting({ pending, dueAt }: StatusReport, wallMillis: number): string {
  if (pending === 0) return 'nothing'
  const charts = `${pending} ${pending === 1 ? 'chart' : 'charts'}`
  if (dueAt === null) return charts
  const inMillis = Date.parse(dueAt) - wallMillis
  return inMillis > 0
    ? `${charts}, due in ${toDuration(inMillis)}; the next command after that posts`
    : `${charts}, due now: the next command posts, \`spikelog flush\` is one`
}

function toTable(charts: readonly StatusChart[], paint: Paint): readonly string[] {
  const rows = charts.map(({ chart, pointsUsed, spanHours, isPending }) => [
    chart,
    `${pointsUsed}/1000`,
    pointsUsed < 2 ? '–' : toDuration(spanHours * hourMillis),
    isPending ? 'yes' : '–',
  ])
  const header = ['CHART', 'POINTS', 'HISTORY', 'WAITING']
  const widths = header.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const toLine = (row: readonly string[]): string =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return [paint('bold', toLine(header)), ...rows.map(toLine)]
}
