import type { OtlpDataPoint, OtlpMetric } from '@spikelog-otel-examples/check-support'
import type { LocalSpikelog } from '@spikelog-otel/local'

/** What the app measured, wherever it went. */
interface Numbers {
  readonly changes: number
  readonly averageSize: number
  readonly storageUsed: number
}

/** From the charts: each has one point, since the app ran within one bucket. */
export function readSpikelog(local: LocalSpikelog): Numbers {
  const only = (chart: string): number => {
    const [point, ...more] = local.points(chart)
    return point !== undefined && more.length === 0 ? point.value : Number.NaN
  }
  return {
    changes: only('changes'),
    averageSize: only('object.size'),
    storageUsed: only('storage.used'),
  }
}

/** From the data points of one OTLP export. */
export function readOtlp(exported: readonly OtlpMetric[]): Numbers {
  const points = (name: string): readonly OtlpDataPoint[] => {
    const metric = exported.find((one) => one.name === name)
    return (metric?.sum ?? metric?.histogram)?.dataPoints ?? []
  }
  const total = (name: string): number =>
    points(name).reduce((sum, { asDouble, asInt }) => sum + Number(asDouble ?? asInt), 0)
  const [sizes] = points('object.size')
  return {
    changes: total('changes'),
    averageSize: Number(sizes?.sum) / Number(sizes?.count),
    storageUsed: total('storage.used'),
  }
}

/** From the samples of one scrape. */
export function readPrometheus(samples: ReadonlyMap<string, number>): Numbers {
  const value = (key: string): number => samples.get(key) ?? Number.NaN
  return {
    changes: value('changes_total{operation="put"}') + value('changes_total{operation="delete"}'),
    averageSize: value('object_size_sum') / value('object_size_count'),
    storageUsed: value('storage_used'),
  }
}
