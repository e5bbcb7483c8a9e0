import type { PlannedPost, ReplayPlan } from './plan-posts.ts'

/** A plan within the account's charts. */
export interface ChosenPlan extends ReplayPlan {
  /** Charts that the account has no room for. */
  readonly leftOut: readonly string[]
  readonly leftOutRows: number
}

/**
 * Leaves out what is beyond the account's charts: those go first that had a slot (they failed for
 * other reasons than the quota), then by name.
 */
export function chooseCharts(plan: ReplayPlan, maxCharts: number): ChosenPlan {
  const byPriority = [...plan.charts].sort(
    ([a, ofA], [b, ofB]) => rank(ofA) - rank(ofB) || (a < b ? -1 : 1),
  )
  const leftOut = byPriority.slice(maxCharts)
  return {
    charts: new Map(byPriority.slice(0, maxCharts)),
    waiting: plan.waiting,
    leftOut: leftOut.map(([chart]) => chart),
    leftOutRows: leftOut.flatMap(([, posts]) => posts.flatMap(({ rows }) => rows)).length,
  }
}

function rank(posts: readonly PlannedPost[]): number {
  const isLeftOut = posts.every(({ rows }) => rows.every(({ reason }) => reason === 'quota'))
  return isLeftOut ? 1 : 0
}
