import type { BucketStore } from '../bucket/bucket-store.ts'
import type { Clamp } from '../chart/chart-settings.ts'
import type { Dispatcher } from '../delivery/undici-dispatcher.ts'
import type { ReadEnvironment } from '../environment.ts'
import { SpikelogError } from '../spikelog-error.ts'
import type { ResolvedClientOptions, SpikelogClientOptions, Tags } from './client-options.ts'
import {
  aBoolean,
  aClamp,
  aNumber,
  aNumberAbove,
  anApiKey,
  anEndpoint,
  anObjectWith,
  aPrefix,
  aShare,
  aString,
  aTagList,
  aWholeNumber,
  either,
} from './expectation.ts'
import type { Expectation } from './expectation.ts'
import { isLoopback } from './is-loopback.ts'
import { OptionReader } from './option-reader.ts'
import { parseSwitch } from './parse-switch.ts'
import { readProxy } from './read-proxy.ts'
import { widenBucket } from './widen-bucket.ts'

const hostedEndpoint = 'https://api.spikelog.com/api/v1/ingest'
const aPath = aString(1, 4096)
const aKeepDays = aNumberAbove(0, 365, ' (days)')
const millisExpected = aNumber(10, 600_000, ' (milliseconds)')

/**
 * Completes the client's options.
 *
 * @throws SpikelogError `missing_api_key` without a key, `invalid_option` for a bad or unknown
 *   option in code. A bad environment value only warns.
 */
export function resolveClientOptions(
  options: SpikelogClientOptions,
  environment: ReadEnvironment,
  warn: (message: string) => void,
): ResolvedClientOptions {
  const reader = new OptionReader(options, environment, warn)
  const resolved = readClientOptions(reader)
  reader.rejectUnknown()
  return resolved
}

/**
 * Reads the client's options from a reader that others read theirs from too.
 *
 * @throws SpikelogError as {@link resolveClientOptions} does, but for unknown options
 */
export function readClientOptions(reader: OptionReader): ResolvedClientOptions {
  const allowInsecure = reader.read({ name: 'allowInsecure', expectation: aBoolean }, false)
  const endpoint = new URL(
    reader.read(
      { name: 'endpoint', expectation: anEndpoint(allowInsecure), variable: 'SPIKELOG_ENDPOINT' },
      hostedEndpoint,
    ),
  )
  const millis = (name: string, fallback: number, variable?: string): number =>
    reader.read(
      {
        name,
        expectation: millisExpected,
        parse: Number,
        ...(variable === undefined ? {} : { variable }),
      },
      fallback,
    )
  const dryRun = reader.read(
    {
      name: 'dryRun',
      expectation: aBoolean,
      variable: 'SPIKELOG_DRY_RUN',
      parse: parseSwitch,
    },
    false,
  )
  const keepDays = optional(reader, 'keepDays', aKeepDays, 'SPIKELOG_KEEP_DAYS', Number)
  return {
    apiKey: readApiKey(reader, dryRun),
    endpoint,
    prefix: optional(reader, 'prefix', aPrefix, 'SPIKELOG_PREFIX'),
    bucketMillis: widenBucket(readBucketMillis(reader), keepDays),
    keepDays,
    maxCharts: reader.read(
      {
        name: 'maxCharts',
        expectation: aWholeNumber(1, 1000),
        variable: 'SPIKELOG_MAX_CHARTS',
        parse: Number,
      },
      10,
    ),
    clamp: reader.read<Clamp>({ name: 'clamp', expectation: aClamp }, [0, 1e6]),
    timeoutMillis: millis('timeoutMillis', 10_000, 'SPIKELOG_TIMEOUT_MS'),
    maxRetries: reader.read({ name: 'maxRetries', expectation: aWholeNumber(0, 10) }, 3),
    deliveryTimeoutMillis: millis('deliveryTimeoutMillis', 25_000),
    shutdownTimeoutMillis: millis('shutdownTimeoutMillis', 5000),
    fallbackFile: optional(reader, 'fallbackFile', aPath, 'SPIKELOG_FALLBACK_CSV'),
    timestamps: reader.read({ name: 'timestamps', expectation: aBoolean }, false),
    tags: copyOf(optional(reader, 'tags', aTagList)),
    rollout: reader.read(
      { name: 'rollout', expectation: aShare, variable: 'SPIKELOG_ROLLOUT', parse: Number },
      1,
    ),
    dryRun,
    store: readStore(reader, dryRun),
    dispatcher: optional(
      reader,
      'dispatcher',
      anObjectWith<Dispatcher>('an undici dispatcher', 'dispatch'),
    ),
    proxy: isLoopback(endpoint.hostname) ? undefined : readProxy(reader),
  }
}

function readBucketMillis(reader: OptionReader): number {
  return reader.read(
    {
      name: 'bucketMillis',
      expectation: aNumber(10, 86_400_000, ' (milliseconds)'),
      variable: 'SPIKELOG_BUCKET_SECONDS',
      variableText: 'a number from 0.01 to 86400 (seconds)',
      defaultText: '300 (seconds)',
      parse: (text) => Number(text) * 1000,
    },
    300_000,
  )
}

const aBucketStore = anObjectWith<BucketStore>(
  'a BucketStore',
  'merge',
  'claim',
  'settle',
  'nextDueMillis',
  'pending',
)
const aStore = either({ ...aPath, text: 'the path of a file' }, aBucketStore)

/** A dry run changes no file: what it measures is never posted. */
function readStore(reader: OptionReader, dryRun: boolean): BucketStore | string | undefined {
  const store = optional(reader, 'store', aStore, 'SPIKELOG_STORE')
  return dryRun && typeof store === 'string' ? undefined : store
}

/** Whether what is not due waits for the next process. */
export function isDurable({ store }: Pick<ResolvedClientOptions, 'store'>): boolean {
  return typeof store === 'string' || store?.durable !== undefined
}

function optional<T>(
  reader: OptionReader,
  name: string,
  expectation: Expectation<T>,
  variable?: string,
  parse?: (text: string) => unknown,
): T | undefined {
  const source = {
    name,
    expectation,
    ...(variable === undefined ? {} : { variable }),
    ...(parse === undefined ? {} : { parse }),
  }
  return reader.read<T | undefined>(source, undefined)
}

/** The app may change its object later; what is sent stays what was checked. */
function copyOf(tags: Tags | undefined): Tags | undefined {
  return tags && { ...tags }
}

function readApiKey(reader: OptionReader, dryRun: boolean): string {
  const apiKey = reader.read<string | undefined>(
    { name: 'apiKey', expectation: anApiKey, variable: 'SPIKELOG_API_KEY', isSecret: true },
    undefined,
  )
  if (apiKey !== undefined) return apiKey
  if (dryRun) {
    reader.warn('Dry run without an API key: set `apiKey` (SPIKELOG_API_KEY) before you post.')
    return 'none'
  }
  const got =
    reader.environment('SPIKELOG_API_KEY') === undefined
      ? 'neither'
      : 'only a variable that cannot be a key'
  throw new SpikelogError(
    'missing_api_key',
    'Expected the option `apiKey` or the environment variable `SPIKELOG_API_KEY` to hold the API ' +
      `key of your Spikelog account, got ${got}. ` +
      "You find it in your account's settings; it " +
      'begins with `sk_`.',
  )
}
