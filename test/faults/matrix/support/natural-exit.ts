import { readFileSync, existsSync } from 'node:fs'
import { expect } from 'vitest'
import { isSoak } from '../../../support/campaign.ts'
import { startApp } from '../../../register/support/start-app.ts'
import { useInstalled } from '../../../register/support/use-installed.ts'
import { toRecorded, toRegisteredApp, toScript, watches } from './child-app.ts'
import type { Told } from './child-app.ts'
import { expectRows, toSayings } from './expectations.ts'
import { expectConserved, expectStoredOnce, readRows } from './expect-conserved.ts'
import { apiKey, charts } from './fault.ts'
import type { Fault, Finished, Scene } from './fault.ts'
import type { Operation } from './operations.ts'
import { outcomes } from './outcome.ts'
import { countSayings } from './sayings.ts'
import { expectWhenInTime, TooLateToTell } from './too-late-to-tell.ts'
import { useLag } from './use-lag.ts'

const slackMillis = 100
/** The default: the register takes it from nowhere, and a process that just started needs it. */
const deadlineMillis = 5000

/** The app was started with `--import @spikelog-otel/exporter/register`, and ends. */
export const registeredExit: Operation = (fault, finished) =>
  exit(
    fault,
    { app: toRegisteredApp(fault), register: ['@spikelog-otel/exporter/register'] },
    finished,
  )

/** A script closes its client and ends: nothing of ours keeps it. */
export const scriptExit: Operation = (fault, finished) =>
  exit(fault, { app: toScript(fault), register: [] }, finished)

async function exit(
  fault: Fault,
  { app, register }: { readonly app: string; readonly register: readonly string[] },
  finished: Finished,
): Promise<void> {
  const here = await useLag(finished, deadlineMillis / 10)
  const scene = await fault.prepare(finished)
  const { files = {}, imports = [], environment = {} } = scene.child ?? {}
  const folder = useInstalled(
    'the newest SDK',
    { 'app.mjs': app, 'watches.mjs': watches, ...files },
    {},
    finished,
  )
  const modules = ['./watches.mjs', ...imports, ...register]
  const { child, printed, ended } = startApp(
    folder,
    [...modules.flatMap((module) => ['--import', module]), 'app.mjs'],
    { SPIKELOG_API_KEY: apiKey, SPIKELOG_ENDPOINT: scene.endpoint, ...environment },
    finished,
  )
  await printed('ready')
  if (fault.isWarm) expectWarm(scene)
  await scene.start()
  child.kill('SIGUSR2')
  const { code, signal, stdout, stderr } = await ended

  expect({ code, signal, stderr }).toMatchObject({ code: 0, signal: null })
  const file = `${folder}/rest.csv`
  const rows = readRows(file)
  expectConserved(toRecorded(fault), { local: scene.local(), rows })
  expectStoredOnce(scene.local())
  const traces = [stdout, stderr, existsSync(file) ? readFileSync(file, 'utf8') : '']
  expect(traces.join('\n')).not.toContain(apiKey)
  expect(scene.sentElsewhere?.() ?? '').toBe('')

  const told = JSON.parse(/^told (.*)$/mu.exec(stdout)?.[1] ?? '') as Told
  const lag = {
    // The service is in this process: a late answer of its own is no fault of the matrix.
    mostMillis: async () => Math.max(told.lagMillis, await here.mostMillis()),
    toleratedMillis: here.toleratedMillis,
  }
  await expectWhenInTime(lag, () => {
    expect(told.millis).toBeLessThanOrEqual(deadlineMillis + slackMillis + told.lagMillis)
    expectRows(fault, rows)
    expectSaidAtExit(fault, stderr)
  })
}

/** A first delivery that this machine cut short would be another fault. */
function expectWarm({ local }: Scene): void {
  const { byStatus } = local().requests()
  if (byStatus[200] !== charts.length) throw new TooLateToTell('there was no time to begin')
}

function expectSaidAtExit(fault: Fault, stderr: string): void {
  const { points, state } = outcomes[fault.means]
  const { down = 0, ...said } = countSayings(toLines(stderr))
  const { down: expectedDown = 0, ...expected } = toSayings(fault)
  expect(said).toEqual({ ...expected, ...(points === 'kept' && { undelivered: 1 }) })
  // A delivery that is given up says nothing of the service. Which is over first when nothing comes
  // back, its time or that of the end, is open; and real backoffs may outlast both.
  const isOpen = state === 'down' && (fault.hangs === true || isSoak)
  expect(isOpen ? Math.max(down, 1) : down).toBe(expectedDown)
}

function toLines(stderr: string): readonly string[] {
  return stderr
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/^spikelog: /u, ''))
}
