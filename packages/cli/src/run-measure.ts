import { aggregations, isAggregation } from '@spikelog-otel/client'
import type { Aggregation, SpikelogClient } from '@spikelog-otel/client'
import { isChartName, toChartName } from '@spikelog-otel/client/internals'
import type { ResolvedClientOptions } from '@spikelog-otel/client/internals'
import type { RunCommand } from './command.ts'
import { exitCode } from './exit-code.ts'
import { nearest } from './nearest.ts'
import { jobBudgetMillis, openClient } from './open-client.ts'
import { parseValue } from './parse-value.ts'
import { UsageError } from './usage-error.ts'
import { watchWarnings } from './watch-warnings.ts'

/** It has nothing else to do, and what it cannot keep is lost: all of its time, for both tries. */
const busyMillis = jobBudgetMillis / 2

/** `spikelog add`, `record` and `set`: merges one value into its chart's bucket. */
export function createMeasure(method: 'add' | 'record' | 'set'): RunCommand {
  return async ({ operands: [chart = '', text = '1'], options }, edges) => {
    const value = parseValue(text)
    const aggregation = parseAggregation(options['agg'])
    const watched = watchWarnings(edges)
    const {
      client,
      dropped,
      finish,
      options: resolved,
      post,
    } = openClient(watched, jobBudgetMillis, {
      busyMillis,
    })
    const name = toName(chart, resolved.prefix)
    client[method](chart, value, aggregation && { aggregation })
    client.postDue()
    const [reason] = Object.keys(dropped())
    const say = (why: string): void => {
      if (!watched.hasWarned()) watched.warn(`spikelog: Not taken for chart \`${name}\`: ${why}.`)
    }
    if (reason !== undefined) say(reasons[reason] ?? reason)
    // What a broken store cannot keep is posted now, or lost.
    const isPosted = options['now'] === true || (reason === undefined && watched.hasWarned())
    if (isPosted) await post('now')
    const isRefused = reason !== undefined || isLeftOut(client, resolved, name)
    // Said in full once, to whichever process came first; but nobody is to fail without a word.
    if (isRefused) say(reasons.quota)
    await finish()
    // Neither posted nor kept.
    const isLost = isRefused || dropped().shutdown !== undefined
    return isLost ? exitCode.failed : exitCode.done
  }
}

/** What other processes of the account have said in full. */
const reasons: Readonly<Record<string, string>> & { readonly quota: string } = {
  quota:
    'no chart is left for it; `spikelog status` lists them, `spikelog forget CHART` gives one up',
  aggregation: 'its first use fixed another aggregation; use that, or another chart',
  store: 'the store failed; `spikelog doctor` tells what to do',
}

/** It goes to the fallback file then, if there is one. */
function isLeftOut(
  client: SpikelogClient,
  { fallbackFile }: ResolvedClientOptions,
  name: string,
): boolean {
  return fallbackFile === undefined && client.health().leftOut.includes(name)
}

function parseAggregation(name: string | true | undefined): Aggregation | undefined {
  if (name === undefined || isAggregation(name)) return name
  const meant = nearest(String(name), aggregations)
  const hint = meant === undefined ? '' : ` Did you mean \`${meant}\`?`
  throw new UsageError(
    `Expected \`--agg\` to be one of ${aggregations.join(', ')}, got \`${name}\`.${hint}`,
  )
}

function toName(chart: string, prefix: string | undefined): string {
  const name = toChartName(prefix, chart)
  if (isChartName(name)) return name
  throw new UsageError(
    `Expected CHART to be a name of 1 to 200 characters without control characters, got \`${chart}\`.`,
  )
}
