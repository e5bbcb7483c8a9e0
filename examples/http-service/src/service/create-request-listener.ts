import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Shop } from './shop.ts'

type Handle = (url: URL) => unknown

/** Answers the shop's few routes in JSON. */
export function createRequestListener(shop: Shop): RequestListener {
  const routes = new Map<string, Handle>([
    ['POST /signups', () => shop.signUp()],
    ['GET /products', (url) => shop.view(Number(url.searchParams.get('id')))],
    ['POST /carts', () => shop.openCart()],
    ['POST /orders', () => shop.checkOut()],
    ['GET /totals', () => shop.totals()],
  ])
  return (request, response) => {
    void answer(routes, request, response)
  }
}

async function answer(
  routes: ReadonlyMap<string, Handle>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  request.resume()
  const url = new URL(request.url ?? '/', 'http://shop')
  const handle = routes.get(`${request.method} ${url.pathname}`)
  if (handle === undefined) {
    response.writeHead(404).end()
    return
  }
  const result: unknown = await handle(url)
  response.setHeader('content-type', 'application/json').end(JSON.stringify(result ?? {}))
}
