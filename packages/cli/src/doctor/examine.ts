import { createConsoleLogger, explainAttempt, toChartName } from '@spikelog-otel/client/internals'
import { SpikelogClient } from '@spikelog-otel/client'
import type { Logger } from '@spikelog-otel/client'
import type { CliEdges } from '../command.ts'
import { openStore } from '../open-store.ts'
import { readOptions } from '../read-options.ts'
import type { ReadOptions } from '../read-options.ts'
import { checkStore } from './check-store.ts'
import type { Finding } from './finding.ts'
import { judgeClock } from './judge-clock.ts'
import { judgeEndpoint } from './judge-endpoint.ts'
import { judgePost } from './judge-post.ts'
import { judgeProxy, nameProxy } from './judge-proxy.ts'
import { judgeQuota } from './judge-quota.ts'
import { noPoint, probe } from './probe.ts'

/** One check takes no longer. */
const budgetMillis = 10_000
/** What no account's key is. */
const wrongKey = 'sk_doctor_asks_with_a_wrong_key'

/** Looks at everything, one after the other, from what a job needs first to what it needs last. */
export async function* examine(
  { environment }: Pick<CliEdges, 'environment'>,
  { onPost }: { readonly onPost: ((chart: string) => void) | undefined },
): AsyncGenerator<Finding> {
  yield { check: 'node', state: 'ok', message: `Node ${process.versions.node}.` }
  const read = readOptions(environment, budgetMillis)
  yield* examineOptions(read)
  const { options } = read
  const isTrusted = !read.bad.some((text) => /`SPIKELOG_(?:ENDPOINT|API_KEY)`/u.test(text))
  // Where the endpoint is a typo nothing is asked of another one.
  if (isTrusted) yield* examineEndpoint(read)
  yield judgeProxy(options)
  if (!options.dryRun && read.hasKey) yield* examineStore(read, environment)
  if (onPost !== undefined && isTrusted && read.hasKey) {
    const chart = toChartName(options.prefix, 'doctor')
    onPost(chart)
    const { attempt } = await probe(options, JSON.stringify({ chart, value: 1 }))
    yield judgePost(attempt, { chart, says: explainAttempt(attempt, options.apiKey) })
  }
}

function* examineOptions({ bad, options }: ReadOptions): Generator<Finding> {
  for (const message of bad) {
    yield { check: 'configuration', state: 'wrong', message, advice: 'Correct it or unset it.' }
  }
  if (options.dryRun) {
    const message = 'SPIKELOG_DRY_RUN is set: nothing is posted, and nothing is kept.'
    yield { check: 'configuration', state: 'note', message }
  }
}

async function* examineEndpoint({ options, hasKey }: ReadOptions): AsyncGenerator<Finding> {
  const asked = await probe(options, noPoint)
  const { attempt } = asked
  const isOpen = attempt.kind === 'answer' && [400, 413, 415, 422].includes(attempt.status)
  const withWrongKey = isOpen
    ? (await probe({ ...options, apiKey: wrongKey }, noPoint)).attempt
    : undefined
  yield* judgeEndpoint({
    attempt,
    ...(withWrongKey && { withWrongKey }),
    hasKey,
    endpoint: options.endpoint,
    proxy: nameProxy(options),
    explain: (one) => explainAttempt(one, options.apiKey),
  })
  yield judgeClock(asked)
}

async function* examineStore(
  { options }: ReadOptions,
  environment: CliEdges['environment'],
): AsyncGenerator<Finding> {
  const ofStore = collectComplaints()
  const opened = openStore(options, { environment, logger: ofStore.logger })
  if (opened === undefined) return
  const { store, file } = opened
  const ofOptions = collectComplaints()
  const { logger } = ofOptions
  const client = new SpikelogClient({}, { resolvedOptions: { ...options, store }, logger })
  // That is a folder that the fallback file would be in.
  for (const message of ofOptions.complaints.splice(0)) {
    yield { check: 'configuration', state: 'wrong', message }
  }
  const health = client.health()
  await client.close({ timeoutMillis: 0 })
  const isOwnFolder = environment('SPIKELOG_STORE') === undefined
  yield* checkStore({ file, isOwnFolder, complaints: ofStore.complaints })
  yield judgeQuota(health, options.maxCharts)
}

function collectComplaints(): { readonly complaints: string[]; readonly logger: Logger } {
  const complaints: string[] = []
  const complain = (text: string): void => void complaints.push(text.replace(/^spikelog: /u, ''))
  return { complaints, logger: createConsoleLogger({ warn: complain, error: complain }) }
}
