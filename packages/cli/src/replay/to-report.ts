import type { ResolvedClientOptions } from '@spikelog-otel/client/internals'
import type { Plan } from './create-planner.ts'
import type { KeptRow } from './kept-row.ts'
import type { PlannedPost } from './plan-posts.ts'
import type { PostReport } from './post-plan.ts'

/** What a replay came to. */
export interface ReplayOutcome {
  readonly plan: Plan
  readonly report: PostReport
  /** Where the rest is. */
  readonly file: string
  /** Rows in it. */
  readonly rows: number
  /** Its lines that are no rows. */
  readonly unreadable: readonly number[]
}

const mostNamed = 5

/** The line that sums up a replay. */
export function toSummary({ plan, report, rows: left }: ReplayOutcome): string {
  const combined = report.posted.filter(({ rows }) => rows.length > 1)
  const refused = rowsOf(report.refused.map(({ post }) => post)).length + plan.leftOutRows
  const said = [
    `posted ${count(report.posted.length, 'point')} of ${count(rowsOf(report.posted).length, 'row')}`,
    `${count(rowsOf(combined).length, 'row')} combined into ${combined.length}`,
    `${plan.waiting.length} waiting`,
    `${refused} refused`,
    `${left} left in the file`,
  ]
  return said.join(', ')
}

/** What somebody has to know or do, a line each; empty when all is well. */
export function toNotices(
  outcome: ReplayOutcome,
  options: Pick<ResolvedClientOptions, 'deliveryTimeoutMillis' | 'endpoint' | 'maxCharts'>,
): readonly string[] {
  const { plan, report, file, unreadable } = outcome
  const notices: string[] = []
  if (plan.guessed.length > 0) notices.push(sayGuessed(plan.guessed, true))
  if (report.stopped !== undefined) notices.push(sayStopped(report.stopped, outcome, options))
  const bySaid = Map.groupBy(report.refused, ({ said }) => said)
  for (const [said, refused] of bySaid) {
    const charts = new Set(refused.map(({ post }) => post.chart))
    notices.push(
      `Spikelog refused points of ${list(charts)} (${said}). Their rows stay in \`${file}\`.`,
    )
  }
  if (plan.leftOut.length > 0) {
    notices.push(
      `Left out of the ${options.maxCharts} charts: ${list(plan.leftOut)}. Their rows stay in ` +
        `\`${file}\`; set SPIKELOG_MAX_CHARTS if your plan has more.`,
    )
  }
  if (unreadable.length > 0) notices.push(sayUnreadable(file, unreadable))
  return notices
}

/** Rows were combined by a guess; with the way to say better. */
export function sayGuessed(charts: readonly string[], isDone: boolean): string {
  return (
    `${isDone ? 'Added up' : 'Would add up'} rows of one bucket of ${list(charts)}, as it is not ` +
    `known how ${charts.length === 1 ? 'it aggregates' : 'they aggregate'}; say it by ` +
    `\`--agg ${charts[0]}=avg\`, say.`
  )
}

/** Lines that are no rows of a fallback file. */
export function sayUnreadable(file: string, lines: readonly number[]): string {
  const named = lines.slice(0, 20).join(', ')
  const more = lines.length > 20 ? ` and ${lines.length - 20} more` : ''
  return (
    `Cannot read ${lines.length === 1 ? 'line' : 'lines'} ${named}${more} of \`${file}\`; kept as ` +
    `${lines.length === 1 ? 'it is' : 'they are'}. Mend or delete ${lines.length === 1 ? 'it' : 'them'}.`
  )
}

function sayStopped(
  stopped: NonNullable<PostReport['stopped']>,
  { report, rows: left, file }: ReplayOutcome,
  {
    deliveryTimeoutMillis,
    endpoint,
  }: Pick<ResolvedClientOptions, 'deliveryTimeoutMillis' | 'endpoint'>,
): string {
  const failure = report.lastFailure === undefined ? '' : ` (${report.lastFailure})`
  const kept = `${count(left, 'row')} ${left === 1 ? 'is' : 'are'} kept in \`${file}\``
  switch (stopped) {
    case 'key':
      return `Spikelog refused the API key${failure}. ${kept}. Check SPIKELOG_API_KEY.`
    case 'configuration':
      return `${endpoint.href} does not answer like Spikelog${failure}. ${kept}. Check SPIKELOG_ENDPOINT.`
    case 'time':
      return `${deliveryTimeoutMillis / 1000} s are over; ${kept}. Run it again to go on.`
    case 'transient':
    case 'disk':
      return `Spikelog did not take all${failure}. ${kept}. Run it again to go on.`
  }
}

function rowsOf(posts: readonly PlannedPost[]): readonly KeptRow[] {
  return posts.flatMap(({ rows }) => rows)
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

function list(names: Iterable<string>): string {
  const all = [...names].map((name) => `\`${name}\``)
  const more = all.length - mostNamed
  return more > 0 ? `${all.slice(0, mostNamed).join(', ')} and ${more} more` : all.join(', ')
}
