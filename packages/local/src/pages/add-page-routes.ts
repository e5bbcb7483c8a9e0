import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Hono } from 'hono'
import { addRoute, type RouteHandler } from '../http/add-route.ts'
import type { AppEnvironment, AppParts } from '../http/app-environment.ts'
import { pickEncoding } from '../http/content-encoding.ts'
import { createGuard } from '../http/create-guard.ts'
import { toTaggedResponse } from '../http/to-tagged-response.ts'
import { EventStream } from '../live/event-stream.ts'
import type { AssetFiles } from './asset-files.ts'
import { dashboardHeaders, sharedHeaders } from './page-headers.ts'

/** Makes a browser ask for the key, which it then sends by itself. The user name does not matter. */
const askForKey = { 'www-authenticate': 'Basic realm="Spikelog, the API key is the password"' }

/** Adds the dashboard, its files and the stream that keeps it up to date. */
export function addPageRoutes(
  app: Hono<AppEnvironment>,
  parts: AppParts,
  assets: AssetFiles,
): void {
  app.on(['GET', 'HEAD'], '/', createGuard(parts.access.read, parts, askForKey))
  addRoute(app, '/', { GET: serveAsset(assets, dashboardHeaders, 'dashboard.html') }, parts)
  addRoute(app, '/assets/:file', { GET: serveAsset(assets, sharedHeaders) }, parts)
  for (const path of ['/favicon.svg', '/favicon.ico']) {
    // Browsers ask for the second by themselves, beside a picture that is opened on its own.
    addRoute(app, path, { GET: serveAsset(assets, sharedHeaders, 'favicon.svg') }, parts)
  }

  app.use('/events', createGuard(parts.access.read, parts))
  const stream: RouteHandler = ({ env: { incoming, outgoing }, req }) => {
    const encoding = pickEncoding(req.header('accept-encoding'))
    const events = new EventStream(outgoing, encoding)
    if (incoming.method === 'HEAD') events.end()
    else void parts.events.serve(events, req.header('last-event-id') ?? req.query('after'))
    return RESPONSE_ALREADY_SENT
  }
  addRoute(app, '/events', { GET: stream }, parts)
}

function serveAsset(
  assets: AssetFiles,
  headers: Readonly<Record<string, string>>,
  name?: string,
): RouteHandler {
  return (context) => {
    const asset = assets.find(name ?? context.req.param('file') ?? '')
    if (!asset) return context.notFound()
    const { contentType, etag, bytes } = asset
    return toTaggedResponse(context, {
      etag,
      contentType,
      headers,
      pack: (encoding) => ({ bytes: bytes(encoding), encoding }),
    })
  }
}
