import type { LocalSpikelog } from '@spikelog-otel/local'
import { sourceOf } from '../instruments.ts'
import type { ChartSource } from '../instruments.ts'

/** What a chart holds. */
export interface ChartState {
  readonly chart: string
  readonly source: ChartSource | undefined
  /** Oldest first. */
  readonly values: readonly number[]
}

/** Reads all charts from the local Spikelog, in the order in which they were made. */
export function readCharts(local: LocalSpikelog): ChartState[] {
  return local.charts().map(({ chart }) => ({
    chart,
    source: sourceOf(chart),
    values: local.points(chart).map(({ value }) => value),
  }))
}
