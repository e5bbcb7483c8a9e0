import type { MiddlewareHandler } from 'hono'
import { toRefusalAnswer } from '../contract/answer.ts'
import type { Access } from './access.ts'
import type { AppEnvironment, AppParts } from './app-environment.ts'
import { toResponse } from './to-response.ts'

/**
 * Refuses whom the rule refuses, before anything else happens.
 *
 * @param headers - go with the refusal
 */
export function createGuard(
  rule: Access[keyof Access],
  { statuses }: AppParts,
  headers?: Record<string, string>,
): MiddlewareHandler<AppEnvironment> {
  return async (context, next) => {
    const refusal = rule(context)
    if (refusal) return toResponse(toRefusalAnswer(refusal, statuses, headers))
    await next()
    return undefined
  }
}
