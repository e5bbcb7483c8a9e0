import type { Slot } from '@spikelog-otel/client'
import { compareText } from './metric-source.ts'
import type { ChartUpdate } from './summary.ts'

const ranks: Readonly<Record<Slot, number>> = { reserved: 0, wanted: 1, spare: 2, none: 3 }

/** Sorts updates so that whoever admits them one by one admits the right ones: by slot, then name. */
export function inAdmissionOrder(updates: readonly ChartUpdate[]): ChartUpdate[] {
  return updates.toSorted((a, b) => rankOf(a) - rankOf(b) || compareText(a.chart, b.chart))
}

function rankOf({ settings }: ChartUpdate): number {
  return ranks[settings.slot ?? 'wanted']
}
