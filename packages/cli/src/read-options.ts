import { SpikelogError } from '@spikelog-otel/client'
import { OptionReader, readClientOptions } from '@spikelog-otel/client/internals'
import type { ResolvedClientOptions } from '@spikelog-otel/client/internals'
import type { ReadEnvironment } from './environment.ts'

/** What the environment says, and what is wrong with it. */
export interface ReadOptions {
  /** With a key that is none, if there is none. */
  readonly options: ResolvedClientOptions
  readonly hasKey: boolean
  /** Values that are not what they have to be, each in a sentence. */
  readonly bad: readonly string[]
  readonly notes: readonly string[]
}

/** Delivery ends by itself before it is given up, and says then how it went. */
const shareOfDelivery = 0.55
/** One attempt ends early enough that an answer that never comes is seen as such. */
const shareOfAttempt = 0.4

/** Reads the options of a client whose whole life takes `budgetMillis` at most. */
export function readOptions(environment: ReadEnvironment, budgetMillis: number): ReadOptions {
  const warnings = new Set<string>()
  // Whoever types a value means it.
  const fixed = {
    clamp: false,
    deliveryTimeoutMillis: budgetMillis * shareOfDelivery,
    shutdownTimeoutMillis: budgetMillis,
  }
  const warn = (warning: string): void => void warnings.add(warning)
  const read = (more: object): ResolvedClientOptions => {
    const options = readClientOptions(new OptionReader({ ...fixed, ...more }, environment, warn))
    const attemptMillis = budgetMillis * shareOfAttempt
    return { ...options, timeoutMillis: Math.min(options.timeoutMillis, attemptMillis) }
  }
  let hasKey = true
  let options: ResolvedClientOptions
  try {
    options = read({})
  } catch (error) {
    if (!(error instanceof SpikelogError) || error.code !== 'missing_api_key') throw error
    hasKey = false
    options = read({ apiKey: 'none' })
  }
  const bad = [...warnings].filter(isBad).map(withoutDefault)
  return { options, hasKey, bad, notes: [...warnings].filter((warning) => !isBad(warning)) }
}

function isBad(warning: string): boolean {
  return warning.startsWith('Expected')
}

/** An app goes on with a default. A command line says what is wrong: somebody is there to mend it. */
function withoutDefault(warning: string): string {
  return warning.replace(/\. (?:The default .* is used|It is ignored)\.$/u, '.')
}
