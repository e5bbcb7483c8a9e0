/**
 * An app that counts on several charts and exports with what is built, until it is killed. Its diary
 * tells what it counted, claimed and was answered.
 */
import { subscribe } from 'node:diagnostics_channel'
import { openSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { MeterProvider } from '@opentelemetry/sdk-metrics'
import { createMemoryBucketStore } from '@spikelog-otel/client'
import type { BucketStore } from '@spikelog-otel/client'
import { createSpikelogReader } from '@spikelog-otel/exporter'
import type { SpikelogReaderOptions } from '@spikelog-otel/exporter'
import { valueOf, writeEntry } from './diary.ts'

const { file, charts, ...options } = JSON.parse(process.argv[2] ?? '') as {
  readonly file: string
  readonly charts: readonly string[]
} & SpikelogReaderOptions & { readonly bucketMillis: number }
const diary = openSync(file, 'a')

/** The default store, with a diary. */
function createWatchedStore(): BucketStore {
  const store = createMemoryBucketStore(options)
  return {
    merge: (chart, aggregate, now) => store.merge(chart, aggregate, now),
    claim: (query) => {
      const claims = store.claim(query)
      if (!Array.isArray(claims)) throw new Error('the memory store answers at once')
      for (const { chart, key, sealedBody } of claims) {
        writeEntry(diary, { is: 'claim', chart, key, sealed: sealedBody !== undefined })
      }
      return claims
    },
    settle: (key, settlement) => {
      writeEntry(diary, { is: 'settled', key, as: settlement.as })
      return store.settle(key, settlement)
    },
    nextDueMillis: () => store.nextDueMillis(),
    pending: () => store.pending(),
  }
}

// Seen as the HTTP client sees it, apart from what the exporter makes of it.
subscribe('undici:request:headers', (message) => {
  const { request, response } = message as {
    readonly request: { readonly headers: readonly string[] }
    readonly response: { readonly statusCode: number }
  }
  const key = request.headers[request.headers.indexOf('idempotency-key') + 1] ?? ''
  writeEntry(diary, { is: 'answer', key, status: response.statusCode })
})

const reader = createSpikelogReader(
  { ...options, store: createWatchedStore() },
  // Backoffs of at most 20 ms: buckets are short here, too.
  { random: () => Math.random() / 50 },
)
const meter = new MeterProvider({ readers: [reader] }).getMeter('app')
const counters = charts.map((chart) => ({ chart, counter: meter.createCounter(chart), number: 0 }))

let turn = 0
setInterval(() => {
  const counted = counters[turn % counters.length]
  turn += 1
  if (counted === undefined) return
  counted.number += 1
  const { chart, counter, number } = counted
  writeEntry(diary, { is: 'increment', chart: `${options.prefix}.${chart}`, number })
  counter.add(valueOf(number))
}, 2)
// Who kills it may be killed first.
process.stdin.resume().once('end', () => process.exit())
console.log('ready')
// Who is killed could not write down at its end what it compiled.
flushCompileCache()
