import { spawn } from 'node:child_process'
import type { SpawnOptions } from 'node:child_process'

/** How a job ended: by itself or by a signal. */
export type JobEnd = { readonly code: number } | { readonly signal: NodeJS.Signals }

/** What became of a job. */
export interface JobRun {
  readonly end: JobEnd
  /** How long it ran; absent when it could not be started. */
  readonly seconds?: number
  /** Why it could not be started, as shells say it. */
  readonly failure?: string
}

/** A job that runs. */
export interface Job {
  /** Never rejects. Whoever the job left behind with its output open is not waited for. */
  readonly ended: Promise<JobRun>
  /** Sends it a signal; nothing happens when it has ended, or is somebody else's. */
  readonly send: (signal: NodeJS.Signals) => void
}

/** Starts a command in this very turn. */
export function startJob(
  [file, ...args]: readonly [string, ...string[]],
  stdio: NonNullable<SpawnOptions['stdio']>,
): Job {
  const startMillis = performance.now()
  const fail = async (error: unknown): Promise<JobRun> => {
    const { toStartFailure } = await import('./to-start-failure.ts')
    return toStartFailure(error instanceof Error ? error : new Error(String(error)), file)
  }
  try {
    const child = spawn(file, args, { stdio })
    const ended = new Promise<JobRun>((resolve) => {
      // Also when a signal may not be sent; then it runs on.
      child.on('error', (error) => {
        if (child.pid === undefined) resolve(fail(error))
      })
      child.on('exit', (code, signal) => {
        const seconds = (performance.now() - startMillis) / 1000
        resolve({ end: signal === null ? { code: code ?? 0 } : { signal }, seconds })
      })
    })
    return { ended, send: (signal) => void child.kill(signal) }
  } catch (error) {
    return { ended: fail(error), send: () => undefined }
  }
}
