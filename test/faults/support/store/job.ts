/**
 * A job with a store in a file: counts on its charts, a run at a time, and posts what is due. It says on
 * standard output, before anything else happens, what it is about to count (`?`) and what it has (`!`).
 */
import { writeSync } from 'node:fs'
import { createSqliteBucketStore, SpikelogClient } from '@spikelog-otel/client'
import type { JobOptions } from './run-job.ts'

const { charts, runs, flushes, leaseMillis, ...options } = JSON.parse(
  process.argv[2] ?? '',
) as JobOptions

const { store: path, bucketMillis } = options
writeSync(1, 'started\n')
for (let run = 0; run < runs; run += 1) {
  const store =
    leaseMillis === undefined ? path : createSqliteBucketStore({ path, bucketMillis, leaseMillis })
  const client = new SpikelogClient({ ...options, store })
  for (const chart of charts) {
    writeSync(1, `?${chart}\n`)
    client.add(chart, 1)
    writeSync(1, `!${chart}\n`)
  }
  if (flushes) await client.flush()
  await client.close()
}
