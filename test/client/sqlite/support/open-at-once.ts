import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'

const script = fileURLToPath(new URL('opener.ts', import.meta.url))

/** What an opener is to do: open each file, for its account, when all openers have come to it. */
export interface OpenerData {
  readonly account: string
  readonly paths: readonly string[]
  readonly openers: number
  /** How many openers have come to each file. */
  readonly arrived: Int32Array
}

/**
 * Opens each file in as many threads at a time as there are accounts.
 *
 * @returns for each account, how opening each file went: 'opened', or what was wrong
 */
export async function openAtOnce(
  paths: readonly string[],
  accounts: readonly string[],
): Promise<readonly (readonly string[])[]> {
  const arrived = new Int32Array(new SharedArrayBuffer(4 * paths.length))
  return Promise.all(
    accounts.map(async (account) => {
      const workerData: OpenerData = { account, paths, openers: accounts.length, arrived }
      const [outcomes] = await once(new Worker(script, { workerData }), 'message')
      return outcomes as readonly string[]
    }),
  )
}
