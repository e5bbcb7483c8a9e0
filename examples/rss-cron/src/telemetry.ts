import { join } from 'node:path'
import { MeterProvider } from '@opentelemetry/sdk-metrics'
import { createSpikelogReader } from '@spikelog-otel/exporter'
import { stateFolder } from './state-folder.ts'

/**
 * Each run of the script is a process of its own. What it measures waits in a file with what other
 * runs measure, until their five minutes are over: then it is posted, as one point a chart.
 */
export const meterProvider = new MeterProvider({
  readers: [createSpikelogReader({ store: join(stateFolder, 'spikelog.sqlite') })],
})
