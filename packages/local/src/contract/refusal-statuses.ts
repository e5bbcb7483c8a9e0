/** The machine-readable reason of a refusal, sent as `error`. */
export type RefusalCode =
  | 'invalid_request'
  | 'invalid_api_key'
  | 'chart_limit_reached'
  | 'invalid_token'
  | 'not_found'
  | 'method_not_allowed'
  | 'payload_too_large'
  | 'idempotency_key_reused'
  | 'rate_limited'
  | 'internal_error'

/** The status each refusal is answered with. */
export type RefusalStatuses = Record<RefusalCode, number>

/**
 * The status that goes with each error code. The hosted service does not publish its own, so all of
 * them are assumed, and each can be set to another with the option `statuses`. `rate_limited` is
 * only answered by an injected fault.
 */
export const defaultStatuses: Readonly<RefusalStatuses> = {
  invalid_request: 400,
  invalid_api_key: 401,
  chart_limit_reached: 403,
  invalid_token: 403,
  not_found: 404,
  method_not_allowed: 405,
  payload_too_large: 413,
  idempotency_key_reused: 422,
  rate_limited: 429,
  internal_error: 500,
}
