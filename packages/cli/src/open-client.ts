import { SpikelogClient } from '@spikelog-otel/client'
import type { DeliveryObserver, FlushReport, HealthCounts } from '@spikelog-otel/client'
import { createConsoleLogger } from '@spikelog-otel/client/internals'
import type { ResolvedClientOptions } from '@spikelog-otel/client/internals'
import type { CliEdges } from './command.ts'
import { missingKey } from './missing-key.ts'
import { openStore } from './open-store.ts'
import type { OpenedStore } from './open-store.ts'
import { readOptions } from './read-options.ts'
import { UsageError } from './usage-error.ts'

/** What a job waits for Spikelog at most, all in all. */
export const jobBudgetMillis = 2000
/** What somebody waits who asks for nothing but delivery. */
export const deliveryBudgetMillis = 25_000

/** What is posted before a client is closed: `now` is at most one point of a chart a bucket. */
type WhatToPost = 'due' | 'now' | 'all'

const forces = { due: false, now: 'spaced', all: true } as const

/** A client as the program uses it, which has one budget of time for all it does. */
export interface OpenedClient {
  readonly client: SpikelogClient
  readonly options: ResolvedClientOptions
  /** Its store, and the file of that; none in a dry run. */
  readonly opened: OpenedStore | undefined
  /** What this process could not take, by reason, as far as the client told. */
  readonly dropped: () => HealthCounts['dropped']
  /** Posts what is due, or more, and leaves a moment of the budget for closing. Never rejects. */
  readonly post: (what: WhatToPost) => Promise<FlushReport>
  /**
   * The same, and closes the client; what is not due waits in the store for another process. Resolves
   * within what is left of the budget; never rejects.
   */
  readonly finish: (what?: WhatToPost) => Promise<FlushReport>
}

/** Giving up takes a moment too, and it is part of the budget. */
const shareOfPosting = 0.75

/**
 * Opens a client by the environment, with the store that all processes of the account share. Its
 * warnings and errors are lines on standard error.
 *
 * @param budgetMillis what it may take in all, from here to the end of `finish`
 * @param options `busyMillis`: how long a locked store is waited for
 * @throws UsageError without a key, and for a bad value in the environment
 */
export function openClient(
  edges: Pick<CliEdges, 'environment' | 'warn'>,
  budgetMillis: number,
  { busyMillis }: { readonly busyMillis?: number } = {},
): OpenedClient {
  const startMillis = performance.now()
  const leftMillis = (): number => Math.max(budgetMillis - (performance.now() - startMillis), 0)
  const logger = createConsoleLogger({ warn: edges.warn, error: edges.warn })
  const options = resolveOptions(edges, budgetMillis)
  const opened = openStore(options, { environment: edges.environment, logger, busyMillis })
  const resolvedOptions = { ...options, store: opened?.store }
  let dropped: HealthCounts['dropped'] = {}
  const observer: DeliveryObserver = {
    begin: () => () => undefined,
    count: (counts) => {
      dropped = counts.dropped
    },
  }
  const client = new SpikelogClient({}, { resolvedOptions, logger, observer })
  const post: OpenedClient['post'] = (what) =>
    client.flush({
      force: forces[what],
      giveUp: true,
      timeoutMillis: leftMillis() * shareOfPosting,
    })
  return {
    client,
    options,
    opened,
    dropped: () => dropped,
    post,
    async finish(what = 'due') {
      const posted = what === 'due' ? undefined : await post(what)
      const closed = await client.close({ timeoutMillis: leftMillis() })
      return {
        delivered: (posted?.delivered ?? 0) + closed.delivered,
        pending: closed.pending,
        dropped: (posted?.dropped ?? 0) + closed.dropped,
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
