import type { Hono } from 'hono'
import { toRefusalAnswer, type Refusal } from '../contract/answer.ts'
import { addRoute, type RouteHandler } from '../http/add-route.ts'
import type { AppEnvironment, AppParts } from '../http/app-environment.ts'
import { createGuard } from '../http/create-guard.ts'
import { readChartName } from '../http/read-chart-name.ts'
import { toTextResponse } from '../http/to-tagged-response.ts'
import { toResponse } from '../http/to-response.ts'
import { toChartChange } from '../live/to-chart-change.ts'
import type { EmbedMessage } from '../live/sync-message.ts'
import type { AssetFiles } from './asset-files.ts'
import { EmbedTokens } from './embed-tokens.ts'
import { crossOriginHeaders, embedHeaders } from './page-headers.ts'
import { createPictureHandlers } from './picture-handlers.ts'
import { readPictureName } from './read-picture-name.ts'

/** Adds what is shown on other pages: frames, pictures and badges of one chart each. */
export function addEmbedRoutes(
  app: Hono<AppEnvironment>,
  parts: AppParts,
  assets: AssetFiles,
): void {
  const tokens = new EmbedTokens()
  const pictures = createPictureHandlers(parts)
  const guard = createGuard(parts.access.embed, parts)

  const servePage: RouteHandler = (context) => {
    const page = assets.find('embed.html')
    if (!page) return context.notFound()
    const token = tokens.create(readChartName(context))
    const text = Buffer.from(page.bytes('identity')).toString().replaceAll('{{token}}', token)
    return toTextResponse(context, { contentType: page.contentType, headers: embedHeaders, text })
  }
  app.on(['GET', 'HEAD'], '/embed/:chart', guard)
  const serveEmbed: RouteHandler = (context) =>
    readPictureName(context) === undefined ? servePage(context) : pictures.chart(context)
  addRoute(app, '/embed/:chart', { GET: serveEmbed }, parts)

  app.on(['GET', 'HEAD'], '/badge/:chart', guard)
  addRoute(app, '/badge/:chart', { GET: pictures.badge }, parts)

  const servePoints: RouteHandler = (context) => {
    const name = readChartName(context)
    const refuse = (refusal: Refusal): Response =>
      toResponse(toRefusalAnswer(refusal, parts.statuses, { ...crossOriginHeaders }))
    if (!tokens.isGood(name, context.req.header('authorization'))) {
      return refuse({ code: 'invalid_token', message: 'Load the embed again.' })
    }
    const chart = parts.store.find(name)
    if (!chart) return refuse({ code: 'not_found', message: 'There is no such chart yet.' })
    const { maxCharts, maxPoints } = parts.limits
    const message: EmbedMessage = {
      chart: toChartChange(chart, 0),
      limits: { charts: maxCharts, points: maxPoints },
    }
    return toTextResponse(context, {
      contentType: 'application/json; charset=utf-8',
      headers: crossOriginHeaders,
      text: JSON.stringify(message),
    })
  }
  addRoute(app, '/embed/:chart/points', { GET: servePoints }, parts, crossOriginHeaders)
}
