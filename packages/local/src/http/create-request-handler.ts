import type { RequestListener } from 'node:http'
import { getRequestListener, RequestError } from '@hono/node-server'
import { toRefusalAnswer, type Refusal } from '../contract/answer.ts'
import type { AppParts } from './app-environment.ts'
import { createApp } from './create-app.ts'
import { toResponse } from './to-response.ts'

/** Makes the function that answers Node's requests. */
export function createRequestHandler(parts: AppParts): RequestListener {
  const handle = getRequestListener(createApp(parts).fetch, {
    // Left alone, the adapter would replace the global Request and Response of the whole process.
    overrideGlobalObjects: false,
    errorHandler: (error) => toResponse(toRefusalAnswer(toRefusal(error), parts.statuses)),
  })
  return (incoming, outgoing) => void handle(incoming, outgoing)
}

function toRefusal(error: unknown): Refusal {
  if (error instanceof RequestError) {
    const message = `Send a valid Host header and path: ${error.message}.`
    return { code: 'invalid_request', message }
  }
  return { code: 'internal_error', message: `The local Spikelog failed: ${String(error)}` }
}
