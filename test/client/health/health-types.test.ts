import type { ChartHealth, Health, HealthCounts, OperationCounts } from '@spikelog-otel/client'
import type {
  ChartHealth as ChartOfExporter,
  Health as HealthOfExporter,
} from '@spikelog-otel/exporter'
import { SpikelogMetricExporter } from '@spikelog-otel/exporter'
import { expect, expectTypeOf, it } from 'vitest'
import { testKey, useClient } from '../../support/use-client.ts'

/** Every field with the type that users rely on: checked by `npm run types`. */
interface Promised {
  state: 'up' | 'down' | 'key_refused' | 'misconfigured'
  isIncluded: boolean
  attempts24h: { readonly total: number; readonly succeeded: number }
  points24h: { readonly delivered: number; readonly failed: number }
  successRate24h: { readonly attempts?: number; readonly points?: number }
  operations: { readonly inFlight: number; readonly succeeded: number; readonly failed: number }
  charts: readonly ChartHealth[]
  leftOut: readonly string[]
  pending: number
  dropped: HealthCounts['dropped']
  fallback: number
  clamped: number
  carriedOver: number
  sealed: number
  warnings: readonly string[]
  lastError?: string
}

it('has the same public types in the client and in the exporter, and those fields', () => {
  expectTypeOf<Health>().toEqualTypeOf<Readonly<Promised>>()
  expectTypeOf<HealthOfExporter>().toEqualTypeOf<Health>()
  expectTypeOf<ChartOfExporter>().toEqualTypeOf<ChartHealth>()
  expectTypeOf<Health['operations']>().toEqualTypeOf<OperationCounts>()
  expectTypeOf<ChartHealth>().toEqualTypeOf<{
    readonly chart: string
    readonly pointsUsed: number
    readonly spanHours: number
    readonly isPending: boolean
  }>()
  const parts = { environment: () => undefined }
  const exporter = new SpikelogMetricExporter({ apiKey: testKey }, parts)
  expect(exporter.health()).toEqual(useClient().client.health())
})
