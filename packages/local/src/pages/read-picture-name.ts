import type { Context } from 'hono'
import type { AppEnvironment } from '../http/app-environment.ts'
import { readChartName } from '../http/read-chart-name.ts'

const extension = '.svg'

/**
 * The chart that a picture is asked of, or `undefined` where the path names no picture. The dot of
 * `.svg` stands in the path as it is: one that is escaped (`%2Esvg`) belongs to the chart's name.
 */
export function readPictureName(context: Context<AppEnvironment>): string | undefined {
  const [path = ''] = (context.env.incoming.url ?? '').split('?')
  if (!path.endsWith(extension)) return undefined
  const name = readChartName(context)
  return context.req.query('chart') === undefined ? name.slice(0, -extension.length) : name
}
