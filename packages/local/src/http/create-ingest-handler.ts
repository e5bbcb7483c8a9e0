import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { applyFault } from '../faults/apply-fault.ts'
import type { Exchange } from '../faults/exchange.ts'
import type { RouteHandler } from './add-route.ts'
import type { AppParts } from './app-environment.ts'
import { createBodyReader } from './create-body-reader.ts'
import { toIngestAnswer } from './ingest-answer.ts'
import { toFaultRequest } from './to-fault-request.ts'
import { toFaultResponse, toResponse } from './to-response.ts'

/** Makes the handler of `POST /api/v1/ingest`: the contract, with a fault at up to three stages. */
export function createIngestHandler(parts: AppParts): RouteHandler {
  return async ({ env: { incoming, outgoing }, req }) => {
    const readBody = createBodyReader(incoming, parts.limits.maxBodyBytes)
    const number = parts.counter.lastNumber
    const exchange: Exchange = {
      incoming,
      outgoing,
      signal: parts.signal(),
      answered: (status) => parts.counter.answered(status),
    }
    const fault = await parts.pickFault(toFaultRequest(number, incoming, readBody))

    const onArrival = await applyFault(fault, 'arrival', exchange)
    if (onArrival) return toFaultResponse(onArrival)

    const body = await readBody()
    if (body.type === 'broken-off') return RESPONSE_ALREADY_SENT
    const beforeStore = await applyFault(fault, 'before-store', exchange)
    if (beforeStore) return toFaultResponse(beforeStore)
    // A server that stopped meanwhile stores nothing any more, as if its process had ended.
    if (exchange.signal.aborted) return RESPONSE_ALREADY_SENT

    const apiKey = req.header('x-api-key')
    const idempotencyKey = req.header('idempotency-key')
    const answer = await toIngestAnswer({ apiKey, idempotencyKey, body }, parts)
    const afterStore = await applyFault(fault, 'after-store', exchange, answer)
    return afterStore ? toFaultResponse(afterStore) : toResponse(answer)
  }
}
