/**
 * Durable ingests a second, beside a server on `node:http` that only reads, parses and answers. Both
 * in one run and in turns, so that the machine's noise hits both: what counts is the ratio. The
 * bare server keeps its core busy to nine tenths, so the caller costs it a tenth at most.
 */
import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measureLoad, type Load } from './support/measure-load.ts'
import { leaveServerCore, startPinnedServer } from './support/pinned-server.ts'
import { quantile } from './support/quantile.ts'
import { reportRow } from './support/report-row.ts'

const connections = 50
const rounds = 8
const roundMillis = 1500
/** At least this share of the bare server's rate. */
const bound = 1 / 6

const temporary = fileURLToPath(new URL('../output/tmp', import.meta.url))
mkdirSync(temporary, { recursive: true })
const folder = mkdtempSync(join(temporary, 'bench-'))
process.once('exit', () => rmSync(folder, { recursive: true }))

let count = 0
function nextRequest() {
  count += 1
  return {
    path: '/api/v1/ingest',
    headers: {
      'X-API-Key': 'sk_local',
      'Content-Type': 'application/json',
      'Idempotency-Key': randomUUID(),
    },
    body: JSON.stringify({ chart: `chart ${count % 10}`, value: count }),
  }
}

leaveServerCore()
const options = JSON.stringify({ file: join(folder, 'spikelog.db') })
const bare = await startPinnedServer(new URL('support/bare-server.ts', import.meta.url))
const durable = await startPinnedServer(new URL('../support/serve-local.ts', import.meta.url), [
  options,
])
const measure = (port: number) => measureLoad(port, connections, roundMillis, nextRequest)

// The first round is for the compilers.
await measure(bare.port)
await measure(durable.port)
const loads: { bare: Load; durable: Load }[] = []
for (let round = 0; round < rounds; round += 1) {
  loads.push({ bare: await measure(bare.port), durable: await measure(durable.port) })
}
await Promise.all([bare.stop(), durable.stop()])

const describe = (name: 'bare' | 'durable'): string => {
  const perSecond = loads.map((load) => load[name].perSecond)
  const latencies = loads.flatMap((load) => load[name].latencies)
  const [p50, p99] = [0.5, 0.99].map((share) => quantile(latencies, share).toFixed(1))
  return `${quantile(perSecond, 0.5).toFixed(0)}/s (p50 ${p50} ms, p99 ${p99} ms)`
}
reportRow({
  what: 'durable ingests a second',
  ours: describe('durable'),
  beside: `a bare server: ${describe('bare')}`,
  figures: loads.map((load) => load.durable.perSecond / load.bare.perSecond),
  bound: { atLeast: bound },
})
