import { SpikelogClient } from '@spikelog-otel/client'
import type { FlushReport } from '@spikelog-otel/client'
import { createConsoleLogger } from '@spikelog-otel/client/internals'
import type { ResolvedClientOptions } from '@spikelog-otel/client/internals'
import type { CliEdges } from './command.ts'
import { missingKey } from './missing-key.ts'
import { readOptions } from './read-options.ts'
import { UsageError } from './usage-error.ts'

/** What a job waits for Spikelog at most, all in all. */
export const jobBudgetMillis = 2000

/** A client as the program uses it. */
export interface OpenedClient {
  readonly client: SpikelogClient
  readonly options: ResolvedClientOptions
  /**
   * Posts what is due, or more, and closes the client. Resolves within what is left of the budget;
   * never rejects.
   */
  readonly finish: (post?: 'due' | 'now') => Promise<FlushReport>
}

/** Giving up takes a moment too, and it is part of the budget. */
const shareOfPosting = 0.75

/**
 * Opens a client by the environment. Its warnings and errors are lines on standard error.
 *
 * @param budgetMillis what it may take in all, from here to the end of `finish`
 * @throws UsageError without a key, and for a bad value in the environment
 */
export function openClient(
  edges: Pick<CliEdges, 'environment' | 'warn'>,
  budgetMillis: number,
): OpenedClient {
  const startMillis = performance.now()
  const leftMillis = (): number => Math.max(budgetMillis - (performance.now() - startMillis), 0)
  const logger = createConsoleLogger({ warn: edges.warn, error: edges.warn })
  const options = resolveOptions(edges, budgetMillis)
  const client = new SpikelogClient({}, { resolvedOptions: options, logger })
  return {
    client,
    options,
    async finish(post = 'due') {
      const none: FlushReport = { delivered: 0, pending: 0, dropped: 0 }
      const flushing = { force: true, giveUp: true, timeoutMillis: leftMillis() * shareOfPosting }
      const flushed = post === 'due' ? none : await client.flush(flushing)
      const closed = await client.close({ timeoutMillis: leftMillis() })
      return {
        delivered: flushed.delivered + closed.delivered,
        pending: closed.pending,
        dropped: flushed.dropped + closed.dropped,
      }
    },
  }
}

/** @throws UsageError for the first thing that is wrong */
export function resolveOptions(
  { environment, warn }: Pick<CliEdges, 'environment' | 'warn'>,
  budgetMillis: number,
): ResolvedClientOptions {
  const { options, hasKey, bad, notes } = readOptions(environment, budgetMillis)
  const [first] = bad
  if (first !== undefined) throw new UsageError(first, 'Correct it or unset it.')
  if (!hasKey) throw new UsageError(missingKey.message, missingKey.hint)
  for (const note of notes) warn(`spikelog: ${note}`)
  return options
}
