import { inject } from '../support/injected.ts'
import type { Fault } from '../support/fault.ts'

const hourMillis = 60 * 60 * 1000
const httpDate = (inMillis: number): string => new Date(Date.now() + inMillis).toUTCString()
const notNow = (retryAfter: string | number): Fault['prepare'] =>
  inject(() => ({ type: 'status', status: 503, retryAfter }))

/** Nonsense and the past are ignored, and make no hot loop; the future holds for the whole account. */
export const retryAfters: readonly Fault[] = [
  { name: 'Retry-After: 0', means: 'did not arrive', prepare: notNow(0) },
  { name: 'Retry-After: -5', means: 'did not arrive', prepare: notNow(-5) },
  { name: 'Retry-After: abc', means: 'did not arrive', prepare: notNow('abc') },
  {
    name: 'Retry-After: a past date',
    means: 'did not arrive',
    prepare: notNow(httpDate(-hourMillis)),
  },
  {
    name: 'Retry-After: a future date',
    means: 'did not arrive',
    askedAgainAfterMillis: hourMillis,
    mostRequests: 1,
    prepare: notNow(httpDate(hourMillis)),
  },
  {
    name: 'Retry-After: 10^12',
    means: 'did not arrive',
    askedAgainAfterMillis: 24 * hourMillis,
    mostRequests: 1,
    prepare: notNow(10 ** 12),
  },
]
