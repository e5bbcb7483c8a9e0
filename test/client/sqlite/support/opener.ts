import { parentPort, threadId, workerData } from 'node:worker_threads'
import { openFile } from '../../../../packages/client/src/sqlite/open-file.ts'
import type { Connection } from '../../../../packages/client/src/sqlite/connection.ts'
import type { OpenerData } from './open-at-once.ts'

const { account, paths, openers, arrived } = workerData as OpenerData

/** Returns when all openers have come so far, as nearly at the same time as can be. */
function meet(file: number): void {
  Atomics.add(arrived, file, 1)
  while (Atomics.load(arrived, file) < openers);
}

/** Open until all have used theirs: what is in a log that others do not have would be saved at last. */
const opened: Connection[] = []

function open(path: string): string {
  try {
    const file = openFile(path, { account, busyMillis: 5000 })
    file.change(() => file.run("INSERT INTO points VALUES ('', ?, 0)", threadId))
    opened.push(file)
    return 'opened'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const outcomes = paths.map((path, file) => {
  meet(file)
  return open(path)
})
parentPort?.postMessage(outcomes, [])
