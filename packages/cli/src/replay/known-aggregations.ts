import { existsSync } from 'node:fs'
import type { ResolvedClientOptions } from '@spikelog-otel/client/internals'
import type { CliEdges } from '../command.ts'
import { openStore } from '../open-store.ts'
import type { AggregationOf } from './parse-aggregations.ts'

/** How charts aggregate as the account's store knows it, of those that have something waiting there. */
export async function knownAggregations(
  options: ResolvedClientOptions,
  { environment }: CliEdges,
  charts: Iterable<string>,
): Promise<AggregationOf> {
  // Whatever is wrong with the store is said by those who need it.
  const logger = { error: ignore, warn: ignore, info: ignore, debug: ignore }
  const opened = openStore({ ...options, dryRun: false }, { environment, logger })
  if (opened === undefined || !existsSync(opened.file)) return () => undefined
  const { durable } = opened.store
  const known = new Map(
    Array.from(new Set(charts), (chart) => [chart, durable?.settingsOf(chart)?.aggregation]),
  )
  await durable?.close(performance.now())
  return (chart) => known.get(chart)
}

function ignore(): void {}
