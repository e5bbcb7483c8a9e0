import type { Attempt } from '@spikelog-otel/client'
import { answer, failure } from '../../../support/fake-transport.ts'

/** How a service can be away for a day. */
export const outageKinds = [
  'hanging',
  'refused',
  '503',
  '500',
  '429 with Retry-After',
  '401',
  '404',
  'TLS error',
] as const
export type OutageKind = (typeof outageKinds)[number]

/** What an attempt comes to; `undefined` for no answer at all. */
export function toOutageAttempt(kind: OutageKind): Attempt | undefined {
  switch (kind) {
    case 'hanging':
      return undefined
    case 'refused':
      return failure(false, 'connect ECONNREFUSED')
    case 'TLS error':
      return { kind: 'failure', sent: false, tls: true, reason: 'certificate has expired' }
    case '429 with Retry-After':
      return answer(429, { retryAfter: '3600' })
    case '503':
    case '500':
    case '401':
    case '404':
      return answer(Number(kind))
  }
}
