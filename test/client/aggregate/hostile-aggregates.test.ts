import { toAggregate, withSketch } from '@spikelog-otel/client'
import { describe, expect, it } from 'vitest'
import { useClient } from '../../support/use-client.ts'

const none = { offset: 0, counts: [] }
const bad = (): never => {
  throw new Error('a getter of the app')
}

function anAggregate(extra: object = {}): object {
  return { count: 2, sum: 4, min: 1, max: 3, fromMillis: 0, toMillis: 0, ...extra }
}

function withCounts(counts: unknown): object {
  const sketch = { scale: 20, zeros: 1, positive: { offset: 0, counts }, negative: none }
  return anAggregate({ sketch })
}

function withGetter(target: object, name: string): object {
  return Object.defineProperty(target, name, { get: bad })
}

const endless = Object.assign([1, -1], {
  *[Symbol.iterator]() {
    for (;;) yield 1
  },
})

describe('what is no aggregate', () => {
  it.each<[string, () => unknown]>([
    ['times that throw', () => withGetter(anAggregate(), 'fromMillis')],
    ['a sketch that throws', () => withGetter(anAggregate(), 'sketch')],
    ['a scale that throws', () => anAggregate({ sketch: withGetter({}, 'scale') })],
    ['a proxy that throws', () => new Proxy({}, { get: bad, has: bad, ownKeys: bad })],
    ['counts that throw', () => withCounts(new Proxy([1], { get: bad }))],
    // Read to its end it takes a minute.
    ['a sparse list of 2 ** 32 - 1 counts', () => withCounts(sparse())],
    ['a list of ten million counts', () => withCounts(Array.from({ length: 1e7 }, () => 1))],
    ['an iterator that never ends', () => withCounts(endless)],
    ['counts of another type', () => withCounts([1n])],
    ['a scale of another type', () => anAggregate({ sketch: { scale: Symbol('3') } })],
    ['a list that holds itself', () => withCounts(itself())],
  ])('is dropped and counted and harms nothing: %s', async (_what, make) => {
    const { client, transport } = useClient()
    const hostile = make()
    const startMillis = performance.now()
    client.merge('latency', hostile as never, { aggregation: 'p95' })
    expect(performance.now() - startMillis).toBeLessThan(1000)
    client.merge('latency', withSketch(toAggregate(5, 0)), { aggregation: 'p95' })
    await client.flush()
    expect(transport.valuesOf('latency')).toEqual([5])
    expect(client.health().dropped).toEqual({ nonfinite: 1 })
  })
})

describe('an aggregate that went through JSON', () => {
  it('counts as it did before: what is not known of it is no 0', async () => {
    const { client, transport } = useClient({ clamp: false })
    const unknown = { count: 1, sum: 4, min: Infinity, max: -Infinity, fromMillis: 0, toMillis: 0 }
    const sent: unknown = JSON.parse(JSON.stringify(unknown))
    for (const aggregation of ['min', 'max'] as const) {
      client.record(aggregation, aggregation === 'min' ? 7 : -7, { aggregation })
      client.merge(aggregation, sent as never, { aggregation })
    }
    client.record('sum', 2, { aggregation: 'sum' })
    client.merge('sum', sent as never)
    await client.flush()
    expect(transport.valuesOf('min')).toEqual([7])
    expect(transport.valuesOf('max')).toEqual([-7])
    expect(transport.valuesOf('sum')).toEqual([6])
  })
})

describe('an aggregate with the times of another clock', () => {
  it('counts as measured by now', async () => {
    const { client, clock, transport } = useClient({ timestamps: true, clamp: false })
    const times = { fromMillis: clock.wallNow() - 1000, toMillis: clock.wallNow() }
    const aggregate = { count: 5, sum: 5, min: 1, max: 1, ...times }
    client.merge('requests', aggregate, { aggregation: 'rate' })
    await client.flush()
    expect(JSON.parse(transport.posts[0]?.body ?? '')).toEqual({
      chart: 'requests',
      value: 5,
      timestamp: new Date(clock.wallNow()).toISOString(),
    })
  })
})

function sparse(): unknown[] {
  const counts: unknown[] = []
  counts.length = 2 ** 32 - 1
  return counts
}

function itself(): unknown[] {
  const counts: unknown[] = []
  counts.push(counts)
  return counts
}
