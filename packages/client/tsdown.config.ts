import { defineConfig } from 'tsdown'
import { oneImplementation } from '../build/one-implementation.ts'

export default defineConfig(
  oneImplementation(new URL('.', import.meta.url), {
    later: {
      loader: 'src/sqlite/load-sqlite-store.ts',
      load: 'loadSqliteStore',
      code: 'src/sqlite/sqlite-store.ts',
      shared: 'src/sqlite/shared.ts',
    },
    // For who writes a store or aggregates himself, and of `health()`, which the docs explain.
    brief: [
      'SketchBuckets',
      'QuantileSketch',
      'LastValue',
      'Aggregate',
      'withSketch',
      'mergeAggregates',
      'isQuantile',
      'DurableStore',
      'Claim',
      'Settlement',
      'ClaimQuery',
      'BucketStore',
      'Slot',
      'ChartSettings',
      'DropReason',
      'AccountState',
      'OperationCounts',
      'ChartHealth',
      'Health',
      'FlushReport',
      'SqliteBucketStoreOptions',
    ],
  }),
)
