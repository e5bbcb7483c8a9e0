const firstBackoffMillis = 1000
const longestBackoffMillis = 60_000
/** A service may ask us to wait this long at most. */
export const longestRetryAfterMillis: number = 24 * 60 * 60 * 1000

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

/**
 * The three forms of an HTTP date (RFC 9110, 5.6.7), all in GMT although the oldest (asctime) does
 * not say so. `Date.parse` takes far more: "5", "-5", "Mon 2099".
 */
const datesThatSayGmt = /^[A-Z][a-z]+, \d\d[- ][A-Z][a-z]{2}[- ]\d+ \d\d:\d\d:\d\d GMT$/u
const asctime = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/u

function httpDate(text: string): number {
  if (datesThatSayGmt.test(text)) return Date.parse(text)
  return asctime.test(text) ? Date.parse(`${text} GMT`) : Number.NaN
}
