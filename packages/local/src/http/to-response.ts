import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Answer } from '../contract/answer.ts'
import type { FaultEffect } from '../faults/apply-fault.ts'

const bodilessStatuses: ReadonlySet<number> = new Set([204, 205, 304])

/** Turns a plain answer into a Response. */
export function toResponse({ status, headers, body }: Answer): Response {
  const hasBody = body !== '' && !bodilessStatuses.has(status)
  return new Response(hasBody ? body : null, { status, headers })
}

/** Turns what a fault did into a Response; a connection it took over gets nothing from Hono. */
export function toFaultResponse(effect: Exclude<FaultEffect, undefined>): Response {
  return effect === 'taken-over' ? RESPONSE_ALREADY_SENT : toResponse(effect)
}
