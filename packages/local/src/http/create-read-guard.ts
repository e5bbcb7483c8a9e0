import type { MiddlewareHandler } from 'hono'
import { toRefusalAnswer } from '../contract/answer.ts'
import type { AppEnvironment, AppParts } from './app-environment.ts'
import { isLoopbackHost } from './is-loopback-host.ts'
import { toResponse } from './to-response.ts'

/**
 * Lets this machine read without a key, and everyone with one. The `Host` header has to name this
 * machine too: a page elsewhere whose name is made to resolve to 127.0.0.1 sends its own name there.
 */
export function createReadGuard(parts: AppParts): MiddlewareHandler<AppEnvironment> {
  return async ({ env, req }, next) => {
    const isLocal =
      isLoopbackHost(env.incoming.socket.remoteAddress ?? '') &&
      isLoopbackHost(new URL(req.url).hostname)
    const needsKey = !isLocal || req.method === 'DELETE'
    const refusal = needsKey ? parts.checkKey(req.header('x-api-key')) : undefined
    if (refusal) return toResponse(toRefusalAnswer(refusal, parts.statuses))
    await next()
    return undefined
  }
}
