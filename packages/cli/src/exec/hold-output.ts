import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HeldStream } from './held-stream.ts'

/** What a job prints, its two streams apart. */
export interface HeldOutput {
  /** Where the job prints to. */
  readonly descriptors: readonly [stdout: number, stderr: number]
  /** The job has them now, or never will. */
  readonly start: () => void
  /** Prints what was kept, or forgets it. Resolves to what kept it from being kept. */
  readonly finish: (isWanted: boolean) => Promise<string | undefined>
  /** Right before the end of this process. */
  readonly leave: () => void
}

/**
 * Keeps what a job prints in temporary files that have no name and that nobody else may read.
 *
 * @throws when there is no place for them; nothing is kept then
 */
export function holdOutput(): HeldOutput {
  const folder = mkdtempSync(join(tmpdir(), 'spikelog-'))
  try {
    const [first, second] = [join(folder, '1'), join(folder, '2')]
    // What Node itself would make are sockets, and `echo >/dev/stderr` fails on those.
    const { error, status } = spawnSync('mkfifo', ['-m', '600', first, second])
    if (status !== 0) throw error ?? new Error(`mkfifo ended with ${status}`)
    const stdout = new HeldStream(first, 1)
    const stderr = new HeldStream(second, 2)
    return {
      descriptors: [stdout.writeEnd, stderr.writeEnd],
      start() {
        stdout.start()
        stderr.start()
      },
      async finish(isWanted) {
        await stdout.finish(isWanted)
        await stderr.finish(isWanted)
        return stdout.failure ?? stderr.failure
      },
      leave() {
        stdout.leave()
        stderr.leave()
      },
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
