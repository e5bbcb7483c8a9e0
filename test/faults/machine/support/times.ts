import { scaled, times as usualTimes } from '../../matrix/support/scale.ts'

/** How long things may take, in milliseconds. */
export interface Times {
  readonly timeoutMillis: number
  readonly deliveryTimeoutMillis: number
  readonly shutdownTimeoutMillis: number
  readonly bucketMillis: number
}

/** Those of the other faults, but for buckets, which are short: one has to end in every cell. */
export const times: Times = { ...usualTimes, bucketMillis: scaled(3000) }

/** For cells in which nothing lasts until its time is over: the defaults are no slower. */
export const defaultTimes: Times = {
  ...times,
  timeoutMillis: 10_000,
  deliveryTimeoutMillis: 25_000,
  shutdownTimeoutMillis: 5000,
}
