import { isSoak } from '../../../support/campaign.ts'

/** A time of the product: as users have it in a soak, a twentieth of it otherwise. */
export function scaled(millis: number): number {
  return isSoak ? millis : millis / 20
}

/** The times of every cell: the product's defaults, but for buckets that come as often as deliveries. */
export const times = {
  timeoutMillis: scaled(10_000),
  deliveryTimeoutMillis: scaled(25_000),
  shutdownTimeoutMillis: scaled(5000),
  bucketMillis: scaled(30_000),
} as const

/** Backoffs are scaled by this too: the client waits a random share of 1 s, 2 s, 4 s. */
export const scaledRandom = (): number => scaled(Math.random())

/** Backoffs without luck: 1 s, 2 s and 4 s, longer together than a shutdown. */
export const longestBackoff = (): number => scaled(0.99)
