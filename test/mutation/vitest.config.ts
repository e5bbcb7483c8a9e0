import { defineConfig } from 'vitest/config'
import { sources } from '../../vitest.config.ts'
import { ShortestFirst } from './support/shortest-first.ts'

/** The unit tests of the pure cores: no sockets, no processes, the same random numbers every time. */
export default defineConfig({
  resolve: { alias: sources },
  test: {
    include: [
      'test/client/aggregate/{aggregate,quantile-sketch}.test.ts',
      'test/client/bucket/*-{grid,store}.test.ts',
      'test/client/chart/{chart-quota,to-point}.test.ts',
      'test/client/delivery/{classify-attempt,retry-policy}.test.ts',
      'test/exporter/charts/*.test.ts',
      'test/properties/{answers,backoff,bucket-grid,chart-rules,merge,points,quota-choice}.test.ts',
      'test/properties/shared-charts.test.ts',
    ],
    env: { SEED: '1' },
    setupFiles: 'test/mutation/support/fix-seed.ts',
    isolate: false,
    sequence: { sequencer: ShortestFirst },
    testTimeout: 60_000,
    restoreMocks: true,
    unstubEnvs: true,
  },
})
