import type { Context } from 'hono'
import type { RouteHandler } from '../http/add-route.ts'
import type { AppEnvironment, AppParts } from '../http/app-environment.ts'
import { toTextResponse } from '../http/to-tagged-response.ts'
import { toBadgeSvg } from '../images/to-badge-svg.ts'
import { toChartSvg } from '../images/to-chart-svg.ts'
import { toMissingChartSvg } from '../images/to-missing-chart-svg.ts'
import { parseRange } from '../view/parse-range.ts'
import { parseTheme } from '../view/theme.ts'
import { pictureHeaders } from './page-headers.ts'
import { readPictureName } from './read-picture-name.ts'
import { toSeries } from './to-series.ts'

/** The pictures of a chart. Those of a chart that does not exist say so, with status 404. */
export interface PictureHandlers {
  readonly chart: RouteHandler
  readonly badge: RouteHandler
}

/** Makes the handlers of the pictures. */
export function createPictureHandlers({ store, limits, now }: AppParts): PictureHandlers {
  return {
    chart: (context) => {
      const name = readPictureName(context)
      if (name === undefined) return context.notFound()
      const theme = parseTheme(context.req.query('theme'))
      const chart = store.find(name)
      if (!chart) return toPicture(context, toMissingChartSvg(name, theme), 404)
      const svg = toChartSvg({
        chart: name,
        series: toSeries(chart),
        theme,
        rangeMillis: parseRange(context.req.query('range')),
        nowMillis: now(),
        maxPoints: limits.maxPoints,
      })
      return toPicture(context, svg)
    },
    badge: (context) => {
      const name = readPictureName(context)
      if (name === undefined) return context.notFound()
      const theme = parseTheme(context.req.query('theme'))
      const chart = store.find(name)
      const value = chart?.points.at(-1)?.value
      return toPicture(context, toBadgeSvg({ chart: name, value, theme }), chart ? 200 : 404)
    },
  }
}

function toPicture(
  context: Context<AppEnvironment>,
  text: string,
  status: 200 | 404 = 200,
): Response {
  return toTextResponse(context, {
    status,
    contentType: 'image/svg+xml; charset=utf-8',
    headers: pictureHeaders,
    text,
  })
}
