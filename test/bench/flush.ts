/**
 * Flushing ten charts to a server that is 50 ms away (there and back, and as much again for a new
 * connection), beside one POST and beside ten in a row by undici alone. Warm means that connections
 * are open from a flush less than four seconds ago, as for the shutdown after a flush: undici keeps
 * idle ones no longer, and between two buckets of five minutes few servers would. So the points of a
 * bucket go out cold.
 */
import { randomUUID } from 'node:crypto'
import { Agent, request } from 'undici'
import { SpikelogClient } from '@spikelog-otel/client'
import { leaveServerCore, startPinnedServer } from './support/pinned-server.ts'
import { quantile } from './support/quantile.ts'
import { reportRow } from './support/report-row.ts'

const rounds = 30
const oneWayMillis = 25
/** How much longer ten charts may take than one POST, both over connections that are open. */
const maxRatio = 1.3

const charts = Array.from({ length: 10 }, (_, index) => `chart ${index}`)
const apiKey = 'sk_local'

leaveServerCore()
const local = await startPinnedServer(new URL('../support/serve-local.ts', import.meta.url))
const script = new URL('support/distant-server.ts', import.meta.url)
const distant = await startPinnedServer(script, [String(local.port), String(oneWayMillis)])
const endpoint = `http://127.0.0.1:${distant.port}/api/v1/ingest`

/** As much as the client sends, by as little as undici needs. */
async function post(dispatcher: Agent): Promise<void> {
  const { statusCode, body } = await request(endpoint, {
    dispatcher,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-api-key': apiKey,
      'idempotency-key': randomUUID(),
    },
    body: JSON.stringify({ chart: charts[0], value: 1 }),
  })
  await body.text()
  if (statusCode !== 200) throw new Error(`The local Spikelog answered ${statusCode}`)
}

async function flush(client: SpikelogClient): Promise<void> {
  const { delivered } = await client.flush()
  if (delivered !== charts.length) throw new Error(`${delivered} of ${charts.length} delivered`)
}

async function timed(run: () => Promise<void>): Promise<number> {
  const startMillis = performance.now()
  await run()
  return performance.now() - startMillis
}

/** Everything once, on connections of its own. */
async function measureRound() {
  const agent = new Agent({ allowH2: false })
  const client = new SpikelogClient({ apiKey, endpoint })
  const measure = (): void => charts.forEach((chart) => client.add(chart))
  const cold = await timed(() => post(agent))
  measure()
  const coldFlush = await timed(() => flush(client))
  const warm = await timed(() => post(agent))
  measure()
  const warmFlush = await timed(() => flush(client))
  const inARow = await timed(async () => {
    for (const _ of charts) await post(agent)
  })
  await Promise.all([agent.close(), client.close()])
  return { cold, coldFlush, warm, warmFlush, inARow }
}

// The first round loads undici, and is for the compilers.
await measureRound()
const measured: Awaited<ReturnType<typeof measureRound>>[] = []
for (let round = 0; round < rounds; round += 1) measured.push(await measureRound())
await Promise.all([distant.stop(), local.stop()])

type Name = keyof (typeof measured)[number]
const show = (name: Name): string =>
  `${quantile(
    measured.map((one) => one[name]),
    0.5,
  ).toFixed(0)} ms`
for (const [what, ours, label, other] of [
  ['warm', 'warmFlush', 'one POST', 'warm'],
  ['warm', 'warmFlush', 'ten in a row', 'inARow'],
  ['cold', 'coldFlush', 'one POST', 'cold'],
] as const) {
  reportRow({
    what: `ten charts flushed, ${what}`,
    ours: show(ours),
    beside: `${label}: ${show(other)}`,
    figures: measured.map((one) => one[ours] / one[other]),
    ...(other === 'warm' && { bound: { atMost: maxRatio } }),
  })
}
