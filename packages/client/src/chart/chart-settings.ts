import type { Aggregation } from '../aggregate/aggregation.ts'

/** Bounds of a point's value, both finite, the first below the second; `false` switches them off. */
export type Clamp = readonly [lo: number, hi: number] | false

/**
 * How a chart competes for one of the account's slots:
 * `reserved` holds its slot from the start, `wanted` is admitted first, `spare` takes what is left,
 * `none` never gets a slot (its points go to the fallback).
 */
export type Slot = 'reserved' | 'wanted' | 'spare' | 'none'

/** What turns a chart's aggregate into its point. A chart's first use fixes it. */
export interface ChartSettings {
  readonly aggregation: Aggregation
  /** Factor applied before the clamp, e.g. `1000` to chart seconds as milliseconds. Default 1. */
  readonly scale?: number
  /** Overrides the client's `clamp` for this chart. */
  readonly clamp?: Clamp
  /** Default `'wanted'`. */
  readonly slot?: Slot
}
