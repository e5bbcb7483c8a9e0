import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { SpikelogClientOptions } from '@spikelog-otel/client'

const script = fileURLToPath(new URL('job.ts', import.meta.url))

/** What a job is to do. */
export type JobOptions = Omit<SpikelogClientOptions, 'store'> & {
  readonly store: string
  readonly bucketMillis: number
  readonly charts: readonly string[]
  /** How often it opens the store, counts one on each chart, and closes the store. */
  readonly runs: number
  /** Posts what is not due, too. */
  readonly flushes: boolean
  /** Shorter than a client's, for tests. */
  readonly leaseMillis?: number
}

/** With what a job is run. */
export interface HowToRun {
  readonly node?: string
  /** Even root may only do then what the modes of files allow. */
  readonly obeysModes?: boolean
  /** No file of its can grow larger, as if the disk were full. */
  readonly mostFileBytes?: number
}

/** A job in a process of its own. */
export class Job {
  readonly child: ChildProcess
  readonly ended: Promise<JobEnd>
  #stdout = ''
  #stderr = ''

  constructor(options: JobOptions, how: HowToRun = {}) {
    const { node = process.execPath, mostFileBytes, obeysModes = false } = how
    const limited = `ulimit -f ${(mostFileBytes ?? 0) / 512}; exec "$0" "$@"`
    const command = mostFileBytes === undefined ? [node] : ['sh', '-c', limited, node]
    if (obeysModes && process.getuid?.() === 0) {
      command.unshift('setpriv', '--bounding-set=-all', '--inh-caps=-all')
    }
    const { PATH, NODE_COMPILE_CACHE } = process.env
    const args = [...command.slice(1), script, JSON.stringify(options)]
    this.child = spawn(command[0] ?? node, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH, NODE_COMPILE_CACHE },
    })
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text
    })
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text
    })
    this.ended = once(this.child, 'close').then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as string | null,
      stderr: this.#stderr,
      begun: this.#count('?'),
      acknowledged: this.#count('!'),
    }))
  }

  #count(mark: string): number {
    return this.#stdout.split('\n').filter((line) => line.startsWith(mark)).length
  }

  /** Resolves when it has counted so often, or has ended. */
  async counted(times: number): Promise<void> {
    const ended = this.ended.then(() => 'ended' as const)
    while (this.#count('!') < times && this.child.stdout !== null) {
      if ((await Promise.race([once(this.child.stdout, 'data'), ended])) === 'ended') return
    }
  }

  /** Resolves when it begins to count, or has ended. */
  async started(): Promise<void> {
    if (this.child.stdout !== null)
      await Promise.race([once(this.child.stdout, 'data'), this.ended])
  }
}

/** How a job ended. */
export interface JobEnd {
  readonly code: number | null
  readonly signal: string | null
  readonly stderr: string
  /** How many increments it began. */
  readonly begun: number
  /** How many it was told are in the store. */
  readonly acknowledged: number
}
