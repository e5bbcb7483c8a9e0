import type { RunCommand } from './command.ts'
import { count } from './count.ts'
import { exitCode } from './exit-code.ts'
import { deliveryBudgetMillis, openClient } from './open-client.ts'
import { watchWarnings } from './watch-warnings.ts'

/** `spikelog flush`: posts what is due, with `--now` everything that waits. */
export const runFlush: RunCommand = async ({ options }, edges) => {
  const watched = watchWarnings(edges)
  const { client, opened, post } = openClient(watched, deliveryBudgetMillis)
  const isAll = options['now'] === true
  const { delivered, pending, dropped } = await post(isAll ? 'all' : 'due')
  const { lastError } = client.health()
  const dueMillis = opened?.store.nextDueMillis() ?? Infinity
  // It has been tried just now: what is left waits for another process.
  await client.close({ timeoutMillis: 0 })
  if (pending > 0 && (isAll || dueMillis <= performance.now())) {
    const why = lastError === undefined ? '' : ` (${lastError})`
    // The client said it better, if it said anything.
    if (!watched.hasWarned()) {
      edges.warn(
        `spikelog: ${count(pending, 'chart')} still to be posted${why}. ` +
          'What was measured is kept; `spikelog doctor` tells what to do.',
      )
    }
    return exitCode.failed
  }
  if (edges.isTerminal('stdout')) {
    const rest = pending === 0 ? 'nothing waits' : `of ${count(pending, 'chart')} something waits`
    edges.print(`${count(delivered, 'point')} posted, ${rest}.`)
  }
  return dropped > 0 ? exitCode.failed : exitCode.done
}
