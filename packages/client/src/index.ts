export { mergeAggregates, toAggregate, withSketch } from './aggregate/aggregate.ts'
export {
  aggregations,
  isAggregation,
  isQuantile,
  quantileAggregations,
} from './aggregate/aggregation.ts'
export { createMemoryBucketStore } from './bucket/memory-bucket-store.ts'
export { createSqliteBucketStore } from './sqlite/create-sqlite-bucket-store.ts'
export { SpikelogClient } from './spikelog-client.ts'
export { SpikelogError } from './spikelog-error.ts'

export type { Aggregate, LastValue } from './aggregate/aggregate.ts'
export type { QuantileSketch, SketchBuckets } from './aggregate/quantile-sketch.ts'
export type { Aggregation, QuantileAggregation } from './aggregate/aggregation.ts'
export type { BucketStore, Claim, ClaimQuery, Settlement } from './bucket/bucket-store.ts'
export type { DurableStore } from './bucket/durable-store.ts'
export type { ChartSettings, Clamp, Slot } from './chart/chart-settings.ts'
export type { Logger } from './log.ts'
export type { SpikelogErrorCode } from './spikelog-error.ts'
export type { AccountState } from './delivery/account.ts'
export type { OperationCounts } from './delivery/operations.ts'
export type { DropReason } from './health/drop-reason.ts'
export type { ChartHealth, Health } from './health/health.ts'
export type { SpikelogClientOptions, Tags } from './options/client-options.ts'
export type { SqliteBucketStoreOptions } from './sqlite/sqlite-options.ts'
export type { FlushReport, MeasureOptions } from './spikelog-client.ts'

/** @internal For those who build on the client, and for tests: not packed. */
export type { ClientParts } from './client-parts.ts'
/** @internal */
export type { Clock } from './clock.ts'
/** @internal */
export type { DeliveryEnd, DeliveryObserver } from './delivery/delivery-observer.ts'
/** @internal */
export type { Attempt, PostRequest, Transport } from './delivery/transport.ts'
/** @internal */
export type { ReadEnvironment } from './environment.ts'
/** @internal */
export type { HealthCounts } from './health/health-counts.ts'
