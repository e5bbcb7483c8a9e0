import type { Context, Hono } from 'hono'
import { toRefusalAnswer } from '../contract/answer.ts'
import type { AppEnvironment, AppParts } from './app-environment.ts'
import { createBodyReader } from './create-body-reader.ts'
import { toResponse } from './to-response.ts'

/** Answers one request. */
export type RouteHandler = (context: Context<AppEnvironment>) => Response | Promise<Response>

/**
 * Adds a path with its methods. `OPTIONS` tells them; any other method is refused with `Allow`.
 * There are no CORS headers unless given: pages of other origins get at neither points nor charts.
 *
 * @param optionsHeaders - what `OPTIONS` tells beside the methods
 */
export function addRoute(
  app: Hono<AppEnvironment>,
  path: string,
  handlers: Readonly<Record<string, RouteHandler>>,
  { statuses }: AppParts,
  optionsHeaders?: Readonly<Record<string, string>>,
): void {
  for (const [method, handler] of Object.entries(handlers)) app.on(method, path, handler)
  // Hono answers HEAD with the GET handler.
  const methods = Object.keys(handlers).flatMap((method) =>
    method === 'GET' ? ['GET', 'HEAD'] : [method],
  )
  const allow = [...methods, 'OPTIONS'].join(', ')
  app.options(path, () =>
    toResponse({ status: 204, headers: { allow, ...optionsHeaders }, body: '' }),
  )
  app.all(path, async ({ env, req }) => {
    // A client that still sends sees the answer only if somebody reads what it sends.
    await createBodyReader(env.incoming, 0)()
    const message = `Use ${methods.join(' or ')} here instead of ${req.method}.`
    const refusal = { code: 'method_not_allowed', message } as const
    return toResponse(toRefusalAnswer(refusal, statuses, { allow }))
  })
}
