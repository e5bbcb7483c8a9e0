import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { MiddlewareHandler } from 'hono'
import type { AppEnvironment } from './app-environment.ts'
import type { RequestCounter } from './request-counter.ts'

/** Counts each request and, once it is known, its answer. */
export function countRequests(counter: RequestCounter): MiddlewareHandler<AppEnvironment> {
  return async (context, next) => {
    counter.received()
    await next()
    // Where a fault took the connection over there is no answer, or the fault counts it.
    if (context.res !== RESPONSE_ALREADY_SENT) counter.answered(context.res.status)
  }
}
