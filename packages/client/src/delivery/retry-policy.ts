const firstBackoffMillis = 1000
const longestBackoffMillis = 60_000
const longestRetryAfterMillis = 24 * 60 * 60 * 1000

/**
 * How long to wait before retry number `retry` (from 0): exponential with full jitter, so that
 * clients that failed together do not come back together.
 */
export function backoffMillis(retry: number, random: () => number): number {
  const ceiling = Math.min(firstBackoffMillis * 2 ** retry, longestBackoffMillis)
  return random() * ceiling
}

/**
 * Reads a `Retry-After` header (RFC 9110, 10.2.3: seconds or an HTTP date).
 *
 * @returns milliseconds to wait, at most 24 h; `undefined` for nonsense and for what is not in the
 *   future, where the ordinary backoff applies, so that no answer makes a hot loop.
 */
export function parseRetryAfter(header: string | undefined, wallNow: number): number | undefined {
  const text = header?.trim() ?? ''
  const waitMillis = /^\d+$/u.test(text) ? Number(text) * 1000 : httpDate(text) - wallNow
  if (!(waitMillis > 0)) return undefined
  return Math.min(waitMillis, longestRetryAfterMillis)
}

/** `Date.parse` takes far more than HTTP dates ("5", "-5", "1e12"); a date names its day or month. */
function httpDate(text: string): number {
  return /^[A-Z][a-z]{2}/u.test(text) ? Date.parse(text) : Number.NaN
}
