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
  if (min === 0 && max === 0) return { low: 0, high: 1 }
  // Divided first: the distance between huge values may be no number.
  const tenth = min === max ? Math.abs(min) / 10 : max / 10 - min / 10
  const air = Math.max(tenth, Number.MIN_VALUE)
  return {
    low: Math.max(min < 0 ? -largest : 0, min - air),
    high: Math.min(largest, max + air),
  }
}

/** Where a value stands between the bounds, from 0 to 1. Halved, since their distance may be no number. */
export function toShare(value: number, { low, high }: ValueBounds): number {
  const share = (value / 2 - low / 2) / (high / 2 - low / 2)
  return Number.isFinite(share) ? share : 0.5
}
