/**
 * What counting costs a shell script: `spikelog add` from the start of Node to its end, while its bucket
 * is open and nothing is posted, beside starting a Node that does nothing. In turns; what is counted is
 * looked at afterwards.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { startLocalSpikelog } from '@spikelog-otel/local'
import { runCommand } from '../local/support/run-command.ts'
import { commandOnCallerCore } from './support/pinned-server.ts'
import { quantile } from './support/quantile.ts'
import { reportRow } from './support/report-row.ts'

const rounds = 40

const bin = fileURLToPath(new URL('../../packages/cli/dist/bin.mjs', import.meta.url))
const output = fileURLToPath(new URL('../output/tmp', import.meta.url))
mkdirSync(output, { recursive: true })
const folder = mkdtempSync(`${output}/bench-`)
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))

const local = await startLocalSpikelog({ port: 0 })
const env = {
  SPIKELOG_API_KEY: local.apiKey,
  SPIKELOG_ENDPOINT: local.endpoint,
  SPIKELOG_STORE: `${folder}/`,
}
const programs = { ours: [bin, 'add', 'sign-ups'], bare: ['-e', ''] }
type Name = keyof typeof programs

/** Runs a program to its end, and tells how long it took. */
function run(name: Name): number {
  const [command, args] = commandOnCallerCore(programs[name])
  const startMillis = performance.now()
  const { status, stderr } = spawnSync(command, args, { env, encoding: 'utf8' })
  const millis = performance.now() - startMillis
  if (status !== 0 || stderr !== '') throw new Error(`It ended with ${status}: ${stderr}`)
  return millis
}

const millis: Record<Name, number[]> = { ours: [], bare: [] }
for (let round = 0; round <= rounds; round += 1) {
  for (const name of ['ours', 'bare'] as const) {
    const taken = run(name)
    // The first round is for the disk's cache, and makes the file.
    if (round > 0) millis[name].push(taken)
  }
}
if (local.requests().received > 0) throw new Error('Something was posted: the bucket was not open')
const flush = [bin, 'flush', '--now']
const { exitCode } = await runCommand(process.execPath, flush, { environment: env })
const values = local.points('sign-ups').map(({ value }) => value)
if (exitCode !== 0 || values.join() !== String(rounds + 1)) {
  throw new Error(`Expected one point of ${rounds + 1}, got ${values.join()}`)
}
await local.close()

const show = (name: Name): string => `${quantile(millis[name], 0.5).toFixed(0)} ms`
reportRow({
  what: '`spikelog add`, its bucket open: time',
  ours: show('ours'),
  beside: "`node -e ''`: " + show('bare'),
  figures: millis.ours.map((taken, round) => taken / (millis.bare[round] ?? taken)),
})
