/**
 * How soon a job starts: from the start of `spikelog exec` to the job's first sign of life, beside a
 * Node that does nothing but spawn the same job (`node -e`). In turns, in fresh processes, with servers
 * of every kind.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { startLocalSpikelog } from '@spikelog-otel/local'
import { commandOnCallerCore } from './support/pinned-server.ts'
import { quantile } from './support/quantile.ts'
import { reportRow } from './support/report-row.ts'

const rounds = 30
/** How much later than the other a job may start. */
const maxRatio = 3

const bin = fileURLToPath(new URL('../../packages/cli/dist/bin.mjs', import.meta.url))
const output = fileURLToPath(new URL('../output/tmp', import.meta.url))
mkdirSync(output, { recursive: true })
const folder = mkdtempSync(`${output}/bench-`)
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))

const job = ['sh', '-c', 'echo started']
const bare = [
  '-e',
  `require('node:child_process').spawn('sh', ${JSON.stringify(job.slice(1))}, { stdio: 'inherit' })`,
]
const ours = [bin, 'exec', '--name', 'job', '--', ...job]

/** Runs a program to its end, and tells when its job started. */
async function run(program: readonly string[], variables: Record<string, string>): Promise<number> {
  const [command, args] = commandOnCallerCore(program)
  const env = { PATH: process.env['PATH'], HOME: folder, ...variables }
  const startMillis = performance.now()
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = once(child, 'close')
  await once(child.stdout, 'data')
  const millis = performance.now() - startMillis
  await ended
  return millis
}

const local = await startLocalSpikelog({ port: 0 })
const hanging = createServer(() => undefined).listen(0, '127.0.0.1')
await once(hanging, 'listening')
const { port } = hanging.address() as AddressInfo
const key = { SPIKELOG_API_KEY: local.apiKey }
const kinds: Record<string, Record<string, string>> = {
  'a server that is well': { ...key, SPIKELOG_ENDPOINT: local.endpoint },
  'one that refuses connections': { ...key, SPIKELOG_ENDPOINT: 'http://127.0.0.1:9/' },
  'one that never answers': { ...key, SPIKELOG_ENDPOINT: `http://127.0.0.1:${port}/` },
  'no key': {},
}

const millis: Record<string, number[]> = { bare: [] }
for (let round = 0; round <= rounds; round += 1) {
  const taken: Record<string, number> = { bare: await run(bare, {}) }
  for (const [kind, variables] of Object.entries(kinds)) {
    // Each its own folder: what one makes of its server does not matter to the others.
    taken[kind] = await run(ours, { ...variables, XDG_STATE_HOME: `${folder}/${kind}` })
  }
  // The first round is for the disk's cache.
  for (const [name, value] of Object.entries(taken))
    if (round > 0) (millis[name] ??= []).push(value)
}
await local.close()
hanging.close()

const show = (name: string): string => `${quantile(millis[name] ?? [], 0.5).toFixed(0)} ms`
for (const kind of Object.keys(kinds)) {
  reportRow({
    what: `\`spikelog exec\`, ${kind}: start of the job`,
    ours: show(kind),
    beside: `\`node -e\`: ${show('bare')}`,
    figures: (millis[kind] ?? []).map((value, round) => value / (millis['bare']?.[round] ?? value)),
    bound: { atMost: maxRatio },
  })
}
process.exit()
