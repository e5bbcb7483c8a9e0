import type { Hono } from 'hono'
import { toJsonAnswer, toRefusalAnswer } from '../contract/answer.ts'
import type { LocalPoint } from '../store/chart-store.ts'
import { addRoute } from './add-route.ts'
import type { AppEnvironment, AppParts } from './app-environment.ts'
import { createReadGuard } from './create-read-guard.ts'
import { toResponse } from './to-response.ts'

const charts = '/api/v1/charts'

/** Adds the reading API (an assumption of ours, the hosted service shows none). */
export function addChartRoutes(app: Hono<AppEnvironment>, parts: AppParts): void {
  const { store, limits } = parts
  app.use(`${charts}/*`, createReadGuard(parts))

  const list = (): Response =>
    toJson({
      charts: store.charts(),
      limits: { charts: limits.maxCharts, points: limits.maxPoints },
    })
  addRoute(app, charts, { GET: list }, parts)

  const remove = (chart: string): Response =>
    store.delete(chart) ? toJson({ deleted: true, chart }) : toNotFound(chart, parts)
  addRoute(
    app,
    `${charts}/:chart`,
    { DELETE: ({ req }) => remove(req.param('chart') ?? '') },
    parts,
  )

  const read = (chart: string): Response => {
    const points = store.points(chart)
    return points ? toJson({ chart, points: points.map(withoutKey) }) : toNotFound(chart, parts)
  }
  addRoute(
    app,
    `${charts}/:chart/points`,
    { GET: ({ req }) => read(req.param('chart') ?? '') },
    parts,
  )
}

function withoutKey({ key: _key, ...point }: LocalPoint): Omit<LocalPoint, 'key'> {
  return point
}

function toJson(value: unknown): Response {
  return toResponse(toJsonAnswer(200, value, { 'cache-control': 'no-store' }))
}

function toNotFound(chart: string, { statuses }: AppParts): Response {
  const message = `There is no chart ${JSON.stringify(chart)}: send a point to it first.`
  return toResponse(toRefusalAnswer({ code: 'not_found', message }, statuses))
}
