export { chartViews } from './charts/chart-views.ts'
export { formatChartRule } from './charts/format-chart-rule.ts'
export { parseChartRule } from './charts/parse-chart-rule.ts'
export { createSpikelogReader } from './create-spikelog-reader.ts'
export { SpikelogMetricExporter } from './spikelog-metric-exporter.ts'

export type { AttributeFilter, ChartRule } from './charts/chart-rule.ts'
export type { SpikelogReaderOptions } from './create-spikelog-reader.ts'
export type { MeterProviderSource, SpikelogExporterOptions } from './exporter-options.ts'

// What `exporter.health()` tells.
export type { ChartHealth, Health } from '@spikelog-otel/client'
