import type { CliEdges } from '../command.ts'
import { openClient } from '../open-client.ts'
import type { Measurement } from './charts.ts'

/**
 * Reports what a run came to, within the budget.
 *
 * @param onKept called when it waits in the store: nothing is lost from then on
 * @throws UsageError without a key, and for a bad value in the environment
 */
export async function reportRun(
  measurements: readonly Measurement[],
  edges: Pick<CliEdges, 'environment' | 'warn'>,
  options: { readonly budgetMillis: number; readonly onKept: () => void },
): Promise<void> {
  const { client, finish } = openClient(edges, options.budgetMillis)
  for (const { chart, value, aggregation } of measurements) {
    client.record(chart, value, { aggregation })
  }
  options.onKept()
  await finish('now')
}
