import type { Plan } from './create-planner.ts'
import type { PlannedPost } from './plan-posts.ts'
import { sayGuessed } from './to-report.ts'

/** What a replay would post, a line each. */
export function toDryRun(plan: Plan): readonly string[] {
  const posts = [...plan.charts.values()].flat()
  return [
    ...posts.map((post) => `would post ${post.chart}=${post.value} (${describe(post)})`),
    ...(plan.waiting.length > 0 ? [`would keep rows that wait: ${plan.waiting.length}`] : []),
    ...(plan.leftOut.length > 0
      ? [`would keep rows without a chart: ${plan.leftOutRows}, of ${plan.leftOut.join(', ')}`]
      : []),
    ...(plan.guessed.length > 0 ? [sayGuessed(plan.guessed, false)] : []),
  ]
}

function describe({ rows, wallMillis, mayBeThere }: PlannedPost): string {
  const time = new Date(wallMillis).toISOString()
  if (mayBeThere) return `${time}, may be there already`
  return rows.length > 1 ? `${time}, of ${rows.length} rows` : time
}
