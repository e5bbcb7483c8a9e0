import * as fc from 'fast-check'

/** How long a key is remembered: some of these operations last as long. */
export const keepKeysMillis = 1000

/** Names of charts as they are sent; more than there is room for. The last one is trimmed. */
const chart = fc.constantFrom('a', 'b b', 'c/c', 'd "ü"', ' e ')
const value = fc.constantFrom(-1, 0, 2.5, 4e21)
/** Which of the posts that had a key, counted from the last one. */
const back = fc.nat(11)

const post = fc.record({
  type: fc.constant('post' as const),
  chart,
  value,
  key: fc.option(fc.nat(400), { nil: undefined }),
  timestamp: fc.option(fc.constant('2026-01-31T12:00:00.000Z'), { nil: undefined, freq: 4 }),
})
/** The same key with the same body. */
const repeat = fc.record({ type: fc.constant('repeat' as const), back })
/** The same key with another body, even if it says the same. */
const reuse = fc.record({ type: fc.constant('reuse' as const), back })
const bad = fc.record({ type: fc.constant('bad' as const), key: fc.nat(400) })
const send = fc.oneof(
  { weight: 20, arbitrary: post },
  { weight: 6, arbitrary: repeat },
  { weight: 2, arbitrary: reuse },
  { weight: 1, arbitrary: bad },
)
const sends = fc.array(send, { minLength: 2, maxLength: 8 })

/** Something that is posted. */
export type Send = typeof send extends fc.Arbitrary<infer T> ? T : never

/** One step in the life of an account, over HTTP or around it. */
export const operation = fc.oneof(
  { weight: 100, arbitrary: send },
  // Requests that come together, and so share a transaction.
  { weight: 20, arbitrary: fc.record({ type: fc.constant('burst' as const), sends }) },
  { weight: 14, arbitrary: fc.record({ type: fc.constant('delete' as const), chart }) },
  { weight: 10, arbitrary: fc.constant({ type: 'read' as const }) },
  {
    weight: 10,
    arbitrary: fc.record({
      type: fc.constant('wait' as const),
      millis: fc.constantFrom(1, 300, keepKeysMillis - 1, keepKeysMillis),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ type: 'restart' as const }) },
  { weight: 1, arbitrary: fc.constant({ type: 'reset' as const }) },
)

/** One of {@link operation}. */
export type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never
