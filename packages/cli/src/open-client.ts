import { SpikelogClient, SpikelogError } from '@spikelog-otel/client'
import type { FlushReport } from '@spikelog-otel/client'
import {
  createConsoleLogger,
  OptionReader,
  readClientOptions,
} from '@spikelog-otel/client/internals'
import type { ResolvedClientOptions } from '@spikelog-otel/client/internals'
import type { CliEdges } from './command.ts'
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

/** The options of a client whose whole life has that budget. */
export function resolveOptions(
  { environment, warn }: Pick<CliEdges, 'environment' | 'warn'>,
  budgetMillis: number,
): ResolvedClientOptions {
  const warnings: string[] = []
  const reader = new OptionReader(
    // Whoever types a value means it.
    { clamp: false, deliveryTimeoutMillis: budgetMillis, shutdownTimeoutMillis: budgetMillis },
    environment,
    (warning) => warnings.push(warning),
  )
  const options = readOptions(reader, warnings)
  for (const warning of warnings) warn(`spikelog: ${warning}`)
  return { ...options, timeoutMillis: Math.min(options.timeoutMillis, budgetMillis) }
}

/** An app goes on with a default. A command line says what is wrong: somebody is there to mend it. */
function readOptions(reader: OptionReader, warnings: readonly string[]): ResolvedClientOptions {
  let options: ResolvedClientOptions | undefined
  try {
    options = readClientOptions(reader)
  } catch (error) {
    if (!(error instanceof SpikelogError)) throw error
    if (warnings.length === 0) throw toUsageError(error)
  }
  const bad = warnings.find((warning) => warning.startsWith('Expected'))
  if (options !== undefined && bad === undefined) return options
  throw new UsageError(
    (bad ?? '').replace(/\. (?:The default .* is used|It is ignored)\.$/u, '.'),
    'Correct it or unset it.',
  )
}

function toUsageError(error: SpikelogError): UsageError {
  if (error.code !== 'missing_api_key') return new UsageError(error.message, 'Correct it.')
  return new UsageError(
    'Expected the environment variable `SPIKELOG_API_KEY` to hold the API key of your account, got none.',
    'Set it, e.g. `export SPIKELOG_API_KEY=sk_…`; cron reads no profile, so put a line ' +
      '`SPIKELOG_API_KEY=sk_…` into the crontab.',
  )
}
