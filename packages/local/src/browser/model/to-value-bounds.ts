/** The least and the most value an axis shows. */
export interface ValueBounds {
  low: number
  high: number
}

const largest = Number.MAX_VALUE

/**
 * The ends of the value axis: a little air around the values, but none below zero where nothing is
 * negative. Always two different, finite numbers, whatever the values are.
 */
export function toValueBounds(min: number, max: number): ValueBounds {
  if (min === max) {
    const air = Math.max(Math.abs(min) / 10, min === 0 ? 1 : Number.MIN_VALUE)
    return { low: Math.max(-largest, min - air), high: Math.min(largest, max + air) }
  }
  const air = Math.min(largest, max / 12 - min / 12)
  const low = min >= 0 ? Math.max(0, min - air) : Math.max(-largest, min - air)
  return { low, high: Math.min(largest, max + air) }
}

/** Where a value stands between the bounds, from 0 to 1. Halved, since their distance may be no number. */
export function toShare(value: number, { low, high }: ValueBounds): number {
  const share = (value / 2 - low / 2) / (high / 2 - low / 2)
  return Number.isFinite(share) ? share : 0.5
}
