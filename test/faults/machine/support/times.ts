import { scaled, times as usualTimes } from '../../matrix/support/scale.ts'

/** Those of the other faults, but for buckets, which are short: one has to end in every cell. */
export const times = { ...usualTimes, bucketMillis: scaled(3000) } as const
