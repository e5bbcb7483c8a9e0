/**
 * What a cron job pays for `spikelog add`, while its bucket is open: the whole process from start to
 * end, of the packages as npm installs them, beside a Node that starts and does nothing (`node -e ''`)
 * and beside `spikelog --version`; and what posting adds, to a local Spikelog. In turns, each in a
 * fresh process; the environment is that of cron, without a compile cache.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInstall } from '../compat/support/create-install.ts'
import { packPackage } from '../compat/support/pack-package.ts'
import { commandOnCallerCore, startPinnedServer } from './support/pinned-server.ts'
import { quantile } from './support/quantile.ts'
import { reportRow } from './support/report-row.ts'

const rounds = 40
/** What an increment may cost beside bare Node. */
const maxRatio = 2.5

const temporary = join(import.meta.dirname, '../output/tmp')
mkdirSync(temporary, { recursive: true })
const folder = mkdtempSync(`${temporary}/bench-`)
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))

async function install(): Promise<string> {
  const names = ['cli', 'client', 'local']
  const packed = await Promise.all(names.map((name) => packPackage(name, folder)))
  const tarballs = packed.map(({ filename }) => filename)
  const { code, complaints } = await createInstall(folder, {}, tarballs)
  if (code !== 0) throw new Error(`npm install failed: ${complaints.join('\n')}`)
  return `${folder}/node_modules/@spikelog-otel/cli/dist/bin.mjs`
}

const bin = await install()
const { port, stop } = await startPinnedServer(
  new URL('../support/serve-local.ts', import.meta.url),
)
const job = {
  HOME: folder,
  SPIKELOG_API_KEY: 'sk_local',
  SPIKELOG_ENDPOINT: `http://127.0.0.1:${port}/api/v1/ingest`,
  SPIKELOG_BUCKET_SECONDS: '86400',
}
const runs = {
  bare: { args: ['-e', ''], env: job },
  version: { args: [bin, '--version'], env: job },
  add: { args: [bin, 'add', 'jobs'], env: job },
  // A bucket this short is over whenever the next one comes.
  post: { args: [bin, 'add', 'posted', '--now'], env: { ...job, SPIKELOG_BUCKET_SECONDS: '0.01' } },
}
type Name = keyof typeof runs
const names = Object.keys(runs) as Name[]
const millis: Record<Name, number[]> = { bare: [], version: [], add: [], post: [] }
for (let round = 0; round <= rounds; round += 1) {
  for (const name of names) {
    const { args, env } = runs[name]
    const [command, all] = commandOnCallerCore(args)
    const startMillis = performance.now()
    const { status, stderr } = spawnSync(command, all, { env, encoding: 'utf8' })
    const tookMillis = performance.now() - startMillis
    if (status !== 0 || stderr !== '') throw new Error(`${name} failed: ${stderr}`)
    // The first round is for the disk's cache.
    if (round > 0) millis[name].push(tookMillis)
  }
}
await stop()

const show = (name: Name): string => `${quantile(millis[name], 0.5).toFixed(1)} ms`
const ratios = (name: Name): number[] =>
  millis[name].map((value, round) => value / (millis.bare[round] ?? Number.NaN))
const titles = {
  add: '`spikelog add`, its bucket open',
  version: '`spikelog --version`',
  post: '`spikelog add --now`, which posts',
}
for (const [name, what] of Object.entries(titles) as [keyof typeof titles, string][]) {
  reportRow({
    what,
    ours: show(name),
    beside: `\`node -e ''\`: ${show('bare')}`,
    figures: ratios(name),
    ...(name === 'add' && { bound: { atMost: maxRatio } }),
  })
}
