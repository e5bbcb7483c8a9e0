import { Hono } from 'hono'
import { toRefusalAnswer } from '../contract/answer.ts'
import { addPages } from '../pages/add-pages.ts'
import { addChartRoutes } from './add-chart-routes.ts'
import { addRoute } from './add-route.ts'
import type { AppEnvironment, AppParts } from './app-environment.ts'
import { countRequests } from './count-requests.ts'
import { createBodyReader } from './create-body-reader.ts'
import { createIngestHandler } from './create-ingest-handler.ts'
import { toResponse } from './to-response.ts'

/** The path of the ingest endpoint. */
export const ingestPath = '/api/v1/ingest'

/** Puts the routes together: the contract's, the reading API, and those for people. */
export function createApp(parts: AppParts): Hono<AppEnvironment> {
  const { counter, statuses } = parts
  const app = new Hono<AppEnvironment>()

  app.use(ingestPath, countRequests(counter))
  addRoute(app, ingestPath, { POST: createIngestHandler(parts) }, parts)
  addChartRoutes(app, parts)
  addPages(app, parts)

  app.notFound(async ({ env }) => {
    counter.received()
    await createBodyReader(env.incoming, 0)()
    const message = `There is nothing at this path: send points to ${ingestPath}.`
    const answer = toRefusalAnswer({ code: 'not_found', message }, statuses)
    counter.answered(answer.status)
    return toResponse(answer)
  })
  app.onError((error) => {
    const message = `The local Spikelog failed: ${error.message}`
    return toResponse(toRefusalAnswer({ code: 'internal_error', message }, statuses))
  })
  return app
}
