import * as fc from 'fast-check'

export const bucketMillis = 60_000

/** What an app does, or time. */
export type Command =
  | {
      readonly do: 'measure'
      readonly chart: number
      readonly value: number
      /** By a method that may not be the chart's own. */
      readonly isOdd: boolean
    }
  /** Merges what an exporter collected of the first so many charts, and starts what is due. */
  | { readonly do: 'collect'; readonly charts: number; readonly value: number }
  | { readonly do: 'wait'; readonly millis: number }
  | { readonly do: 'flush'; readonly force: boolean; readonly giveUp: boolean }
  | { readonly do: 'postDue' }

/** What the service does to one request. */
export interface Reaction {
  /** A status, or how the connection fails; `silence` lasts until the client gives up. */
  readonly gives: number | 'unsent' | 'reset' | 'tls' | 'silence'
  /** Whether the point is stored although the answer does not say so. */
  readonly stores: boolean
  readonly afterMillis: number
  readonly retryAfter: string | undefined
  readonly body: string
}

/** One life of an app. Plain data, so that one that fails shrinks to what matters. */
export interface Life {
  readonly commands: readonly Command[]
  /** Taken in turn, again and again; none is a service that is well. */
  readonly reactions: readonly Reaction[]
  readonly hasFile: boolean
  readonly maxCharts: number
  readonly maxRetries: number
  /** `recovery`: the service gets well and takes everything. */
  readonly ending: 'recovery' | 'close' | 'writeDown'
}

const aNumber = fc.oneof(
  { weight: 30, arbitrary: fc.integer({ min: 1, max: 1000 }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Infinity) },
)

const aCommand = (charts: number): fc.Arbitrary<Command> =>
  fc.oneof(
    {
      weight: 10,
      arbitrary: fc.record({
        do: fc.constant('measure' as const),
        chart: fc.nat(charts - 1),
        value: aNumber,
        isOdd: fc.integer({ min: 0, max: 19 }).map((number) => number === 19),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('collect' as const),
        charts: fc.integer({ min: 1, max: charts }),
        value: fc.integer({ min: 1, max: 1000 }),
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        do: fc.constant('wait' as const),
        millis: fc.oneof(
          { weight: 4, arbitrary: fc.integer({ min: 0, max: bucketMillis }) },
          { weight: 4, arbitrary: fc.integer({ min: 0, max: 3 * bucketMillis }) },
          { weight: 1, arbitrary: fc.integer({ min: 0, max: 2 * 3_600_000 }) },
        ),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('flush' as const),
        force: fc.boolean(),
        giveUp: fc.boolean(),
      }),
    },
    { weight: 2, arbitrary: fc.constant({ do: 'postDue' as const }) },
  )

/** What happens to an app of so many charts. */
export function someCommands(charts = 8): fc.Arbitrary<readonly Command[]> {
  return fc.array(aCommand(charts), { minLength: 1, maxLength: 40 })
}

/** Answers of any kind; `bodies` may come with any of them. */
export function aReaction(bodies: readonly string[] = ['']): fc.Arbitrary<Reaction> {
  const ways = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(200, 201, 204) },
    { weight: 2, arbitrary: fc.constantFrom('unsent', 'reset', 'tls', 'silence') },
    { weight: 2, arbitrary: fc.constantFrom(500, 502, 503, 504, 408, 425, 429) },
    { weight: 2, arbitrary: fc.constantFrom(301, 400, 401, 403, 404, 413, 422) },
  )
  return fc.record({
    gives: ways,
    stores: fc.boolean(),
    afterMillis: fc.constantFrom(0, 0, 5, 900, 9000, 20_000),
    retryAfter: fc.constantFrom(undefined, undefined, undefined, '0', '5', '90', '4000', 'x'),
    body: fc.constantFrom(
      ...bodies,
      '{"error":"chart_limit_reached"}',
      '{"error":"invalid_request"}',
    ),
  })
}

/** Any life; a property that is about less of it says what is fixed. */
export function aLife(
  fixed: { readonly [Part in keyof Life]?: fc.Arbitrary<Life[Part]> } = {},
): fc.Arbitrary<Life> {
  return fc.record({
    commands: someCommands(),
    reactions: fc.array(aReaction(), { maxLength: 20 }),
    hasFile: fc.boolean(),
    maxCharts: fc.integer({ min: 1, max: 9 }),
    maxRetries: fc.integer({ min: 0, max: 3 }),
    ending: fc.constantFrom('recovery', 'close', 'writeDown'),
    ...fixed,
  })
}
