/** Time ranges the dashboard offers, as they stand in its address. */
const rangeChoices = ['15m', '1h', '6h', '24h', '3d', 'all'] as const

/** One of them. */
export type RangeChoice = (typeof rangeChoices)[number]

/** Reads a range from an address; what is not offered is `all`. */
export function parseRangeChoice(text: string | null): RangeChoice {
  return rangeChoices.find((choice) => choice === text) ?? 'all'
}
