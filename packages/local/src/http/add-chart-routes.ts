import type { Hono } from 'hono'
import { toJsonAnswer, toRefusalAnswer } from '../contract/answer.ts'
import { toContentDisposition } from '../export/to-content-disposition.ts'
import { toPointsCsv } from '../export/to-points-csv.ts'
import { toLocalChart, toLocalPoint, type LocalPoint } from '../store/local-chart.ts'
import { addRoute, type RouteHandler } from './add-route.ts'
import type { AppEnvironment, AppParts } from './app-environment.ts'
import { createGuard } from './create-guard.ts'
import { readChartName } from './read-chart-name.ts'
import { toResponse } from './to-response.ts'
import { toTextResponse } from './to-tagged-response.ts'

const charts = '/api/v1/charts'

/** Adds the reading API (an assumption of ours, the hosted service shows none). */
export function addChartRoutes(app: Hono<AppEnvironment>, parts: AppParts): void {
  const { store, limits, access } = parts
  app.use(`${charts}/*`, createGuard(access.read, parts))
  app.on('DELETE', `${charts}/:chart`, createGuard(access.write, parts))

  const list: RouteHandler = () =>
    toJson({
      charts: store.charts().map(toLocalChart),
      limits: { charts: limits.maxCharts, points: limits.maxPoints },
    })
  addRoute(app, charts, { GET: list }, parts)

  const remove: RouteHandler = (context) => {
    const chart = readChartName(context)
    return store.delete(chart) ? toJson({ deleted: true, chart }) : toNotFound(chart, parts)
  }
  addRoute(app, `${charts}/:chart`, { DELETE: remove }, parts)

  const findPoints = (chart: string): LocalPoint[] | undefined =>
    store.find(chart)?.points.map((point) => toLocalPoint(point))
  const readJson: RouteHandler = (context) => {
    const chart = readChartName(context)
    const points = findPoints(chart)?.map(({ key: _key, ...point }) => point)
    return points ? toJson({ chart, points }) : toNotFound(chart, parts)
  }
  addRoute(app, `${charts}/:chart/points`, { GET: readJson }, parts)

  const readCsv: RouteHandler = (context) => {
    const chart = readChartName(context)
    const points = findPoints(chart)
    if (!points) return toNotFound(chart, parts)
    return toTextResponse(context, {
      contentType: 'text/csv; charset=utf-8; header=present',
      headers: { 'content-disposition': toContentDisposition(chart, 'csv') },
      text: toPointsCsv(chart, points),
    })
  }
  addRoute(app, `${charts}/:chart/points.csv`, { GET: readCsv }, parts)
}

function toJson(value: unknown): Response {
  return toResponse(toJsonAnswer(200, value, { 'cache-control': 'no-store' }))
}

function toNotFound(chart: string, { statuses }: AppParts): Response {
  const message = `There is no chart ${JSON.stringify(chart)}: send a point to it first.`
  return toResponse(toRefusalAnswer({ code: 'not_found', message }, statuses))
}
