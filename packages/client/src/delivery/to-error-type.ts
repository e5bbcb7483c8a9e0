import type { Attempt } from './transport.ts'

/**
 * Names what an attempt ended with, for metrics: few values, and predictable ones (OpenTelemetry's
 * conventions for `error.type`).
 */
export function toErrorType(attempt: Attempt | undefined): string {
  if (attempt?.kind === 'answer') return String(attempt.status)
  return attempt?.errorType ?? '_OTHER'
}

/** Codes of Node, OpenSSL and undici; anything else could hold whatever the network sends. */
const code = /^[A-Z][A-Z0-9_]{2,59}$/u

/** Names the error that ended an attempt. */
export function errorTypeOf(errorCode: string | undefined): string {
  return errorCode !== undefined && code.test(errorCode) ? errorCode : '_OTHER'
}
