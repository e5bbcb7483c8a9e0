import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { readCsv } from '../../support/read-csv.ts'

/** How an app ended. */
export interface AppEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  /** Since it started, or since the last signal that it was sent. */
  readonly millis: number
  /** `chart,value,reason` of each row of its fallback file. */
  readonly rows: readonly string[]
}

/** An app in a process of its own. */
export interface App {
  readonly child: ChildProcess
  /** Resolves when the app has printed this. */
  readonly printed: (text: string) => Promise<void>
  readonly kill: (signal: NodeJS.Signals) => void
  readonly ended: Promise<AppEnd>
}

/** Nothing of the surroundings but what Node itself needs: proxies and OTEL variables stay out. */
const { PATH = '', NODE_COMPILE_CACHE } = process.env

/** Starts `node` with these arguments in a folder; `rest.csv` in it is the fallback file. */
export function startApp(
  folder: string,
  args: readonly string[],
  environment: Record<string, string> = {},
  finished: typeof onTestFinished = onTestFinished,
): App {
  const file = join(folder, 'rest.csv')
  const child = spawn(process.execPath, args, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH, NODE_COMPILE_CACHE, SPIKELOG_FALLBACK_CSV: file, ...environment },
  })
  finished(() => {
    child.kill('SIGKILL')
  })
  let startMillis = performance.now()
  const output = { stdout: '', stderr: '' }
  const waiting = new Set<() => void>()
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text
      for (const look of waiting) look()
    })
  }
  const ended = new Promise<AppEnd>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      const millis = performance.now() - startMillis
      const [, ...rows] = existsSync(file) ? readCsv(readFileSync(file, 'utf8')) : []
      const cells = rows.map((row) => row.slice(1, 4).join())
      resolve({ code, signal, ...output, millis, rows: cells })
    })
  })
  return {
    child,
    ended,
    async printed(text) {
      const { promise, resolve } = Promise.withResolvers<void>()
      const look = (): void => {
        if (`${output.stdout}${output.stderr}`.includes(text)) resolve()
      }
      waiting.add(look)
      look()
      const end = await Promise.race([promise, ended])
      if (end !== undefined) throw new Error(`ended before it printed ${text}: ${end.stderr}`)
    },
    kill(signal) {
      startMillis = performance.now()
      child.kill(signal)
    },
  }
}
