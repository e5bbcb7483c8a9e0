import { existsSync, readFileSync } from 'node:fs'
import type { LocalSpikelog } from '@spikelog-otel/local'
import { expect } from 'vitest'
import { readCsv } from '../../../support/read-csv.ts'
import { charts } from './fault.ts'
import type { Chart } from './fault.ts'
import type { WatchedStore } from './watched-store.ts'

/** What was measured of each chart. */
export type Totals = Readonly<Record<Chart, number>>

/** A row of a fallback file. */
export interface Row {
  readonly chart: string
  readonly value: number
  readonly reason: string
  readonly key: string
}

export function readRows(file: string): readonly Row[] {
  const [, ...rows] = existsSync(file) ? readCsv(readFileSync(file, 'utf8')) : []
  return rows.map(([, chart = '', value, reason = '', key = '']) => ({
    chart,
    value: Number(value),
    reason,
    key,
  }))
}

/** By chart, from a function that tells of one. */
export function perChart(totalOf: (chart: Chart) => number): Totals {
  return { a: totalOf('a'), b: totalOf('b'), c: totalOf('c'), d: totalOf('d') }
}

/**
 * Fails unless what was measured is on its chart, waits or was written down (to the file, else to
 * the log), each exactly once. What may have arrived and did is the chart's, not the file's.
 */
export function expectConserved(
  recorded: Totals,
  places: {
    readonly local: LocalSpikelog
    readonly store?: WatchedStore
    readonly rows: readonly Row[]
  },
): void {
  const { local, store, rows } = places
  expect(
    perChart((chart) => {
      const points = local.points(chart)
      const keys = new Set(points.map(({ key }) => key))
      const own = rows.filter((row) => row.chart === chart)
      const stored = sum(points)
      const written = own.filter(({ key }) => !keys.has(key))
      const twice = own.filter(({ key }) => keys.has(key)).map(({ reason }) => reason)
      // A row without this word says that it is not on its chart.
      expect(twice.filter((reason) => reason !== 'shutdown_maybe_delivered')).toEqual([])
      const waiting = store?.pending().get(chart)?.sum ?? 0
      const arrived = [...(store?.inDoubt.values() ?? [])].filter(({ key }) => keys.has(key))
      const here = arrived.filter((claim) => claim.chart === chart)
      const waitingAndStored = sum(here.map(({ aggregate }) => ({ value: aggregate.sum })))
      return stored + waiting - waitingAndStored + sum(written)
    }),
  ).toEqual(recorded)
}

/** Nobody posted one key with two bodies, and no key is on a chart twice. */
export function expectStoredOnce(local: LocalSpikelog): void {
  expect(local.requests().byStatus[422]).toBeUndefined()
  const keys = charts.flatMap((chart) => local.points(chart).map(({ key }) => key))
  expect(new Set(keys).size).toBe(keys.length)
}

function sum(values: readonly { readonly value: number }[]): number {
  return values.reduce((total, { value }) => total + value, 0)
}
