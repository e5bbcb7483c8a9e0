import type { ResolvedClientOptions } from '@spikelog-otel/client/internals'
import { chooseCharts } from './choose-charts.ts'
import type { ChosenPlan } from './choose-charts.ts'
import type { KeptRow } from './kept-row.ts'
import type { AggregationOf } from './parse-aggregations.ts'
import { planPosts } from './plan-posts.ts'

/** A plan, and what it does not know for sure. */
export interface Plan extends ChosenPlan {
  /** Charts whose rows are added up for want of better knowledge. */
  readonly guessed: readonly string[]
}

/** Makes a plan for rows. */
type Planner = (rows: readonly KeptRow[]) => Plan

/** Makes plans for an account. A chart of which nothing is known adds up. */
export function createPlanner(
  { bucketMillis, maxCharts }: Pick<ResolvedClientOptions, 'bucketMillis' | 'maxCharts'>,
  aggregationOf: AggregationOf,
): Planner {
  return (rows) => {
    const planned = planPosts(rows, {
      bucketMillis,
      aggregationOf: (chart) => aggregationOf(chart) ?? 'sum',
    })
    const plan = chooseCharts(planned, maxCharts)
    const guessed = [...plan.charts].flatMap(([chart, posts]) =>
      aggregationOf(chart) === undefined && posts.some((post) => post.rows.length > 1)
        ? [chart]
        : [],
    )
    return { ...plan, guessed }
  }
}
