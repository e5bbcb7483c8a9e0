import type { Attempt } from './transport.ts'

/**
 * What an attempt means, by the rows of "What an answer means" in the documentation, tried from the
 * top. A `rejected` one (other 4xx) is judged once all answers of the pump are in.
 */
export type Verdict =
  | 'delivered'
  | 'not_arrived'
  | 'maybe_arrived'
  | 'configuration'
  | 'key'
  | 'rejected'

/** Answers that say the point was not taken and may be posted again. */
const notTaken: ReadonlySet<number> = new Set([408, 425, 429, 503])
const wrongAddress: ReadonlySet<number> = new Set([404, 405])

/** Says what one attempt means. */
export function classifyAttempt(attempt: Attempt): Verdict {
  if (attempt.kind === 'failure') {
    if (attempt.tls) return 'configuration'
    return attempt.sent ? 'maybe_arrived' : 'not_arrived'
  }
  const { status } = attempt
  if (status >= 200 && status < 300) return 'delivered'
  if (notTaken.has(status)) return 'not_arrived'
  if (status >= 500) return 'maybe_arrived'
  if (status < 400 || wrongAddress.has(status)) return 'configuration'
  return status === 401 ? 'key' : 'rejected'
}

/** Why a 4xx answer was given: the chart has no slot, the point is bad, or the key is. */
export type Rejection = 'quota' | 'value' | 'key'

/**
 * Judges an answer that the status alone does not explain, by evidence: the service does not
 * publish its error codes. A key that works for other charts is not to blame.
 */
export function judgeRejection(evidence: {
  /** Some chart was accepted with this key within 24 h. */
  readonly keyWorks: boolean
  /** This chart was accepted with this key. */
  readonly chartWorks: boolean
  /** The machine code of the body, if it has one. */
  readonly code: string | undefined
}): Rejection {
  if (evidence.keyWorks) return evidence.chartWorks ? 'value' : 'quota'
  if (evidence.code === 'chart_limit_reached') return 'quota'
  const isValueCode = evidence.code === 'invalid_request' || evidence.code === 'payload_too_large'
  return isValueCode ? 'value' : 'key'
}

/** The `error` field of a JSON body; bodies of any other kind have none. */
export function errorCodeOf(body: string): string | undefined {
  try {
    const { error }: { error?: unknown } = JSON.parse(body)
    return typeof error === 'string' ? error : undefined
  } catch {
    return undefined
  }
}
