import type { Aggregation } from '@spikelog-otel/client'
import { combineKeys } from './combine-keys.ts'
import { combineValues } from './combine-values.ts'
import type { KeptRow } from './kept-row.ts'
import { mayBeThere } from './kept-row.ts'

/** One point to post. */
export interface PlannedPost {
  readonly key: string
  readonly chart: string
  readonly value: number
  /** Of its newest row. */
  readonly wallMillis: number
  /** The rows it stands for. */
  readonly rows: readonly KeptRow[]
  /** It may be on its chart already. */
  readonly mayBeThere: boolean
}

/** What a replay means to do. */
export interface ReplayPlan {
  /** The posts of each chart, oldest first. */
  readonly charts: ReadonlyMap<string, readonly PlannedPost[]>
  /** Rows that no bucket has room for. */
  readonly waiting: readonly KeptRow[]
}

/** How rows become points. */
export interface PlanOptions {
  readonly bucketMillis: number
  readonly aggregationOf: (chart: string) => Aggregation
}

/**
 * Makes one point a chart and bucket. What may have arrived is posted as it was, under its key; since
 * that may be its bucket's point, other rows of the bucket move on to the chart's next one in the
 * file, or wait when there is none.
 */
export function planPosts(rows: readonly KeptRow[], options: PlanOptions): ReplayPlan {
  const charts = new Map<string, PlannedPost[]>()
  const waiting: KeptRow[] = []
  for (const [chart, ofChart] of Map.groupBy(rows, (row) => row.chart)) {
    const inOrder = ofChart.toSorted((a, b) => a.wallMillis - b.wallMillis)
    const bucketOf = (row: KeptRow): number => Math.floor(row.wallMillis / options.bucketMillis)
    const posts: PlannedPost[] = []
    let moved: KeptRow[] = []
    for (const bucket of Map.groupBy(inOrder, bucketOf).values()) {
      const asTheyAre = bucket.filter(mayBeThere)
      moved.push(...bucket.filter((row) => !mayBeThere(row)))
      posts.push(...asTheyAre.map(toPost))
      const combined = asTheyAre.length > 0 ? undefined : combine(moved, options)
      if (combined === undefined) continue
      posts.push(combined)
      moved = []
    }
    waiting.push(...moved)
    if (posts.length > 0) charts.set(chart, posts)
  }
  return { charts, waiting }
}

function toPost(row: KeptRow): PlannedPost {
  const { key, chart, value, wallMillis } = row
  return { key, chart, value, wallMillis, rows: [row], mayBeThere: mayBeThere(row) }
}

/** `undefined` for what comes to no finite number. */
function combine(
  rows: readonly KeptRow[],
  { aggregationOf }: PlanOptions,
): PlannedPost | undefined {
  const [first, ...others] = rows
  if (first === undefined || others.length === 0) return first && toPost(first)
  const value = combineValues(
    rows.map((row) => row.value),
    aggregationOf(first.chart),
  )
  if (!Number.isFinite(value)) return undefined
  return {
    key: combineKeys(rows.map((row) => row.key)),
    chart: first.chart,
    value,
    wallMillis: Math.max(...rows.map((row) => row.wallMillis)),
    rows,
    mayBeThere: false,
  }
}
