import type { Context } from 'hono'
import type { AppEnvironment } from './app-environment.ts'

/**
 * The chart that a request is about: from the query where it stands there, since a path can't hold
 * the names `.` and `..`, otherwise from the path.
 */
export function readChartName({ req }: Context<AppEnvironment>): string {
  return req.query('chart') ?? req.param('chart') ?? ''
}
