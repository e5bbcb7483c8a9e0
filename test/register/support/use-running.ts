import { fileURLToPath } from 'node:url'
import type { FaultPlan, LocalSpikelog } from '@spikelog-otel/local'
import { useLocal } from '../../support/use-local.ts'
import { startApp } from './start-app.ts'
import type { App } from './start-app.ts'
import { useInstalled } from './use-installed.ts'

/** The most that an end is put off, by default. */
export const shutdownTimeoutMillis = 5000
/** A process needs time to start on a busy machine, and to end. */
export const slackMillis = 5000

const packages = {
  'signal-exit': fileURLToPath(new URL('../../../node_modules/signal-exit', import.meta.url)),
}

const measures = `
  import { metrics } from '@opentelemetry/api'
  const meter = metrics.getMeter('app')
  const users = meter.createCounter('users')
  users.add(3)
`

/** Keeps an app alive until it clears `alive`, and says that it is up. */
export const stays = `
  const alive = setInterval(() => {}, 1000)
  console.log('ready')
`

/** Starts an app that measures, set up without code, against a local Spikelog. */
export async function useRunning(
  code: string,
  options: {
    readonly faults?: FaultPlan | undefined
    readonly environment?: Record<string, string> | undefined
    /** Modules that are loaded before the register. */
    readonly before?: Record<string, string>
  } = {},
): Promise<App & { local: LocalSpikelog; folder: string }> {
  const { faults, environment, before = {} } = options
  const local = await useLocal({ ...(faults && { faults }) })
  const folder = useInstalled('the newest SDK', { 'app.mjs': measures + code, ...before }, packages)
  const modules = [
    ...Object.keys(before).map((file) => `./${file}`),
    '@spikelog-otel/exporter/register',
  ]
  const imports = modules.flatMap((module) => ['--import', module])
  const app = startApp(folder, [...imports, 'app.mjs'], {
    SPIKELOG_API_KEY: local.apiKey,
    SPIKELOG_ENDPOINT: local.endpoint,
    ...environment,
  })
  return { ...app, local, folder }
}
