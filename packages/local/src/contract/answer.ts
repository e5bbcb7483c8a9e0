import type { RefusalCode, RefusalStatuses } from './refusal-statuses.ts'

/** A complete HTTP answer as plain data, so that it can be kept, compared and dripped. */
export interface Answer {
  status: number
  headers: Record<string, string>
  body: string
}

/** Why a request was refused, in words for a machine and for a person. */
export interface Refusal {
  code: RefusalCode
  /** A sentence that says what to do. */
  message: string
}

/** Turns a value into a JSON answer. */
export function toJsonAnswer(
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  }
}

/** Turns a refusal into the answer that tells it. */
export function toRefusalAnswer(
  { code, message }: Refusal,
  statuses: RefusalStatuses,
  headers?: Record<string, string>,
): Answer {
  return toJsonAnswer(statuses[code], { error: code, message }, headers)
}
