import { toAggregate, withSketch } from '@spikelog-otel/client'
import type { Aggregate, BucketStore, Claim } from '@spikelog-otel/client'
import { describe, expect, it } from 'vitest'

/** Makes an empty store whose buckets last `bucketMillis`. */
export type CreateBucketStore = (options: {
  readonly bucketMillis: number
}) => BucketStore | Promise<BucketStore>

const b = 1000
/** When the first bucket starts. */
const t0 = 50_000

/**
 * What every `BucketStore` must do, wherever it keeps its buckets. Times are made up: a store takes
 * them from its caller.
 */
export function testBucketStore(name: string, createStore: CreateBucketStore): void {
  const useStore = async (): Promise<Driver> => new Driver(await createStore({ bucketMillis: b }))

  describe(`${name} keeps the contract of a bucket store`, () => {
    describe('merging', () => {
      it('merges what is measured in one bucket', async () => {
        const store = await useStore()
        store.add('users', 2, t0)
        store.add('users', 3, t0 + 10)
        expect(await store.claimValues(t0 + b)).toEqual([['users', 5]])
      })

      it('gives nothing when nothing was merged', async () => {
        const store = await useStore()
        expect(await store.claim(t0, { force: true })).toEqual([])
        expect(store.port.nextDueMillis()).toBeUndefined()
        expect(store.port.pending().size).toBe(0)
      })

      it('takes 1000 names and refuses the next, but not the known ones', async () => {
        const store = await useStore()
        for (let index = 0; index < 1000; index += 1) {
          expect(store.add(`chart ${index}`, 1, t0)).toBe(true)
        }
        expect(store.add('one too many', 1, t0)).toBe(false)
        expect(store.add('chart 7', 1, t0)).toBe(true)
        expect(store.port.pending().size).toBe(1000)
        const claims = await store.claim(t0 + b)
        expect(claims).toHaveLength(1000)
        for (const [index, { key }] of claims.entries()) {
          await store.settle(key, index % 2 === 0 ? 'delivered' : 'refused')
        }
        for (let index = 0; index < 1000; index += 1) {
          expect(store.add(`another ${index}`, 1, t0 + b)).toBe(true)
        }
      })

      it('treats names as they are', async () => {
        const store = await useStore()
        const names = ['__proto__', 'constructor', 'a.b', "'; DROP TABLE x", 'ünïcödé ☃', ' ']
        for (const chart of names) store.add(chart, 1, t0)
        const claims = await store.claim(t0 + b)
        expect(claims.map(({ chart }) => chart).sort()).toEqual(names.sort())
      })

      it('changes neither what it was given nor what it gave', async () => {
        const store = await useStore()
        const of = (value: number): Aggregate => withSketch(toAggregate(value, t0))
        const [one, two] = [of(1), of(2)]
        store.port.merge('users', one, t0)
        const pending = store.port.pending()
        store.port.merge('users', two, t0)
        const claims = await store.claim(t0 + b)
        const claimed = JSON.stringify(claims)
        for (const { key } of claims) await store.settle(key, 'release')
        store.port.merge('users', two, t0 + b)
        expect([one, two]).toEqual([of(1), of(2)])
        expect(pending).toEqual(new Map([['users', of(1)]]))
        expect(JSON.stringify(claims)).toBe(claimed)
        expect(await store.claimValues(t0 + 2 * b)).toEqual([['users', 5]])
      })

      it('keeps every number exact', async () => {
        const store = await useStore()
        const aggregate = {
          count: 3,
          sum: 0.1 + 0.2,
          min: Infinity,
          max: -Infinity,
          last: { atMillis: t0, seq: 9, value: 5e-324 },
          fromMillis: t0,
          toMillis: t0,
        }
        store.port.merge('exact', aggregate, t0)
        const [claim] = await store.claim(t0 + b)
        expect(claim?.aggregate).toMatchObject({ ...aggregate, toMillis: t0 + b })
      })
    })

    describe('claiming', () => {
      it('gives a bucket once, with a random key', async () => {
        const store = await useStore()
        store.add('users', 1, t0)
        store.add('orders', 1, t0)
        const claims = await store.claim(t0 + b)
        expect(new Set(claims.map(({ key }) => key)).size).toBe(2)
        for (const { key } of claims)
          expect(key).toMatch(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/u)
        expect(await store.claim(t0 + b, { force: true })).toEqual([])
      })

      it('gives a bucket from a tenth before its end', async () => {
        const store = await useStore()
        store.add('users', 1, t0)
        expect(await store.claim(t0 + 0.9 * b)).toEqual([])
        expect(await store.claim(t0 + 0.9 * b + 1)).toHaveLength(1)
      })

      it('puts what is measured after an early claim into the next bucket', async () => {
        const store = await useStore()
        store.add('users', 1, t0)
        await store.end(t0 + 0.95 * b, 'delivered')
        store.add('users', 2, t0 + 0.97 * b)
        expect(await store.claim(t0 + 1.5 * b)).toEqual([])
        expect(await store.claimValues(t0 + 1.95 * b)).toEqual([['users', 2]])
      })

      it('does not give an open bucket of a chart whose claim is not settled', async () => {
        const store = await useStore()
        store.add('users', 1, t0)
        await store.claim(t0 + b)
        store.add('users', 2, t0 + b)
        expect(await store.claim(t0 + 3 * b, { force: true })).toEqual([])
      })

      it('gives what is not due when it is forced, and starts a new grid', async () => {
        const store = await useStore()
        store.add('users', 1, t0)
        const [claim] = await store.claim(t0 + 0.5 * b, { force: true })
        expect(claim?.aggregate).toMatchObject({ fromMillis: t0, toMillis: t0 + 0.5 * b })
        await store.settle(claim?.key, 'delivered')
        store.add('users', 2, t0 + 0.6 * b)
        // The old bucket would end at t0 + b, the new one ends at t0 + 1.6 b.
        expect(await store.claim(t0 + 1.4 * b)).toEqual([])
        expect(await store.claimValues(t0 + 1.55 * b)).toEqual([['users', 2]])
      })

      it('gives only the charts asked for, and leaves the grid alone', async () => {
        const store = await useStore()
        store.add('users', 1, t0)
        store.add('orders', 2, t0)
        const charts = new Set(['orders', 'unknown'])
        const claims = await store.claim(t0 + 0.5 * b, { force: true, charts })
        expect(claims.map(({ chart }) => chart)).toEqual(['orders'])
        expect(await store.claimValues(t0 + b)).toEqual([['users', 1]])
      })

      it('closes no bucket when it gives nothing', async () => {
        const store = await useStore()
        store.add('users', 1, t0)
        expect(await store.claim(t0 + 0.95 * b, { charts: new Set() })).toEqual([])
        store.add('orders', 2, t0 + 0.96 * b)
        expect(await store.claim(t0 + 0.97 * b)).toHaveLength(2)
      })

      it('leaves the grid alone when it is forced and gives nothing', async () => {
        const store = await useStore()
        store.add('users', 1, t0)
        await store.end(t0 + b, 'delivered')
        expect(await store.claim(t0 + 1.5 * b, { force: true })).toEqual([])
        store.add('users', 2, t0 + 1.6 * b)
        expect(await store.claimValues(t0 + 1.95 * b)).toEqual([['users', 2]])
      })

      it('gives nothing for an empty set of charts', async () => {
        const store = await useStore()
        store.add('users', 1, t0)
        expect(await store.claim(t0 + b, { force: true, charts: new Set() })).toEqual([])
        expect(await store.claim(t0 + b)).toHaveLength(1)
      })

      it('makes what was measured "later than now", by another clock, due with the rest', async () => {
        const store = await useStore()
        store.port.merge('users', toAggregate(1, t0 + 1e12), t0)
        store.port.merge('users', { ...toAggregate(2, t0), toMillis: t0 + 1e12 }, t0)
        const [claim] = await store.claim(t0 + b)
        expect(claim?.aggregate).toMatchObject({ sum: 3, fromMillis: t0, toMillis: t0 + b })
      })
    })

    describe('bounds', () => {
      it('are those of the bucket', async () => {
        const store = await useStore()
        store.add('early', 1, t0)
        store.add('late', 1, t0 + 0.8 * b)
        for (const { aggregate } of await store.claim(t0 + 0.95 * b)) {
          expect(aggregate).toMatchObject({ fromMillis: t0, toMillis: t0 + b })
        }
      })

      it('span n buckets after n − 1 failed posts', async () => {
        const store = await useStore()
        store.add('users', 1, t0)
        await store.end(t0 + b, 'release')
        await store.end(t0 + 2 * b, 'release')
        store.add('users', 2, t0 + 2.5 * b)
        const [claim] = await store.claim(t0 + 3 * b)
        expect(claim?.aggregate).toMatchObject({ sum: 3, fromMillis: t0, toMillis: t0 + 3 * b })
      })

      it('span the buckets of what waited behind a sealed claim', async () => {
        const store = await useStore()
        store.add('users', 1, t0)
        await store.end(t0 + b, 'seal')
        store.add('users', 2, t0 + b + 1)
        await store.end(t0 + 2 * b, 'release')
        store.add('users', 3, t0 + 2 * b + 1)
        await store.end(t0 + 3 * b, 'delivered')
        const [claim] = await store.claim(t0 + 3 * b)
        expect(claim?.aggregate).toMatchObject({ sum: 5, fromMillis: t0 + b, toMillis: t0 + 3 * b })
      })
    })

    describe('settling', () => {
      it.each(['delivered', 'refused'] as const)('forgets what was %s', async (as) => {
        const store = await useStore()
        store.add('users', 1, t0)
        await store.end(t0 + b, as)
        expect(store.port.pending().size).toBe(0)
        expect(store.port.nextDueMillis()).toBeUndefined()
        expect(await store.claim(t0 + 5 * b, { force: true })).toEqual([])
      })

      it('merges a released claim back under a new key', async () => {
        const store = await useStore()
        store.add('users', 1, t0)
        const [first] = await store.claim(t0 + b)
        store.add('users', 2, t0 + b)
        await store.settle(first?.key, 'release')
        expect(await store.claim(t0 + 1.5 * b)).toEqual([])
        const [second] = await store.claim(t0 + 2 * b)
        expect(second?.aggregate).toMatchObject({ count: 2, sum: 3 })
        expect(second?.aggregate.last?.value).toBe(2)
        expect(second?.key).not.toBe(first?.key)
        expect(second?.sealedBody).toBeUndefined()
      })

      it('keeps a sealed claim unmerged, with key, body and aggregate', async () => {
        const store = await useStore()
        store.add('users', 1, t0)
        const [claim] = await store.claim(t0 + b)
        await store.port.settle(claim?.key ?? '', { as: 'seal', body: '{"value":1}' })
        store.add('users', 2, t0 + b)
        const [sealed] = await store.claim(t0 + 2 * b)
        expect(sealed).toEqual({ ...claim, sealedBody: '{"value":1}' })
        await store.settle(sealed?.key, 'delivered')
        const [open] = await store.claim(t0 + 2 * b)
        expect(open?.aggregate.sum).toBe(2)
        expect(open?.key).not.toBe(claim?.key)
      })

      it.each(['release', 'seal'] as const)(
        'keeps a sealed claim sealed, with its first body, after a %s',
        async (as) => {
          const store = await useStore()
          store.add('users', 1, t0)
          const [claim] = await store.claim(t0 + b)
          await store.port.settle(claim?.key ?? '', { as: 'seal', body: 'first' })
          for (let run = 2; run < 5; run += 1) {
            const [again] = await store.claim(t0 + run * b)
            expect(again).toEqual({ ...claim, sealedBody: 'first' })
            await store.port.settle(claim?.key ?? '', { as, body: 'other' })
          }
        },
      )

      it('gives sealed claims first', async () => {
        const store = await useStore()
        store.add('a', 1, t0)
        store.add('z', 1, t0)
        for (const { chart, key } of await store.claim(t0 + b)) {
          await store.settle(key, chart === 'z' ? 'seal' : 'release')
        }
        store.add('b', 2, t0 + b)
        const charts = (await store.claim(t0 + 2 * b)).map(({ chart }) => chart)
        expect(charts[0]).toBe('z')
        expect(charts.slice(1).sort()).toEqual(['a', 'b'])
      })

      it('gives a sealed claim once a bucket, or when it is forced', async () => {
        const store = await useStore()
        store.add('users', 1, t0)
        await store.end(t0 + b, 'seal')
        expect(await store.claim(t0 + 1.5 * b)).toEqual([])
        const [claim] = await store.claim(t0 + 1.5 * b, { force: true })
        expect(claim?.sealedBody).toBeDefined()
      })

      it('holds one sealed and one open aggregate a chart, however long it takes', async () => {
        const store = await useStore()
        store.add('users', 1, t0)
        await store.end(t0 + b, 'seal')
        for (let run = 1; run < 50; run += 1) {
          store.add('users', 1, t0 + run * b)
          await store.end(t0 + (run + 1) * b, 'release')
        }
        expect(store.port.pending().get('users')).toMatchObject({ count: 50 })
        const values: number[] = []
        for (let round = 0; round < 3; round += 1) {
          for (const { key, aggregate } of await store.claim(t0 + 60 * b)) {
            values.push(aggregate.sum)
            await store.settle(key, 'delivered')
          }
        }
        expect(values).toEqual([1, 49])
      })

      it('ignores a key that is not claimed', async () => {
        const store = await useStore()
        store.add('users', 1, t0)
        const [claim] = await store.claim(t0 + b)
        for (const as of ['delivered', 'refused', 'release', 'seal'] as const) {
          await store.settle('no such key', as)
        }
        await store.settle(claim?.key, 'release')
        // Settled already: it is in the open bucket, and a second answer does not take it out.
        await store.settle(claim?.key, 'delivered')
        await store.settle(claim?.key, 'release')
        expect(await store.claimValues(t0 + 2 * b)).toEqual([['users', 1]])
      })

      it("ignores an older claim's key while a newer one of its chart is under way", async () => {
        const store = await useStore()
        store.add('users', 1, t0)
        const [older] = await store.claim(t0 + b)
        await store.settle(older?.key, 'release')
        const [newer] = await store.claim(t0 + 2 * b)
        await store.settle(older?.key, 'delivered')
        await store.settle(newer?.key, 'release')
        expect(await store.claimValues(t0 + 3 * b)).toEqual([['users', 1]])
      })
    })

    describe('nextDueMillis', () => {
      it('is a tenth before the end of the first bucket that waits', async () => {
        const store = await useStore()
        store.add('users', 1, t0)
        expect(store.port.nextDueMillis()).toBeCloseTo(t0 + 0.9 * b, 3)
        await store.end(t0 + b, 'release')
        expect(store.port.nextDueMillis()).toBeCloseTo(t0 + 1.9 * b, 3)
      })

      it('is that of the sealed claim, for which the open bucket of its chart waits', async () => {
        const store = await useStore()
        store.add('users', 1, t0)
        await store.end(t0 + b, 'seal')
        store.add('users', 2, t0 + b)
        await store.end(t0 + 2 * b, 'release')
        expect(store.port.nextDueMillis()).toBeCloseTo(t0 + 2.9 * b, 3)
        expect(await store.claim(t0 + 2.5 * b)).toEqual([])
      })

      it('leaves out what is claimed', async () => {
        const store = await useStore()
        store.add('users', 1, t0)
        const [claim] = await store.claim(t0 + b)
        expect(store.port.nextDueMillis()).toBeUndefined()
        store.add('users', 2, t0 + b)
        expect(store.port.nextDueMillis()).toBeUndefined()
        await store.settle(claim?.key, 'delivered')
        expect(store.port.nextDueMillis()).toBeCloseTo(t0 + 1.9 * b, 3)
      })

      it('is the time at which a claim gives something', async () => {
        const store = await useStore()
        for (const at of [0, 0.3, 1.4, 7.7]) store.add(`chart ${at}`, 1, t0 + at * b)
        for (let left = 4; left > 0; left -= 1) {
          const due = store.port.nextDueMillis() ?? Number.NaN
          expect(await store.claim(due - 1)).toEqual([])
          for (const { key } of await store.claim(due + 1)) await store.settle(key, 'delivered')
        }
        expect(store.port.pending().size).toBe(0)
      })
    })

    describe('pending', () => {
      it('lists what is open, sealed or claimed', async () => {
        const store = await useStore()
        store.add('sealed', 1, t0)
        await store.end(t0 + b, 'seal')
        store.add('sealed', 2, t0 + b)
        store.add('claimed', 4, t0 + b)
        await store.claim(t0 + 2 * b)
        store.add('claimed', 8, t0 + 2 * b)
        store.add('open', 16, t0 + 2 * b)
        const sums = [...store.port.pending()].map(([chart, { sum }]) => [chart, sum])
        expect(Object.fromEntries(sums)).toEqual({ sealed: 3, claimed: 12, open: 16 })
      })
    })

    describe('the grid', () => {
      it('starts a bucket ago when the first thing merged took a bucket to measure', async () => {
        const store = await useStore()
        store.port.merge('users', { ...toAggregate(1, t0), fromMillis: t0 - b }, t0)
        expect(await store.claimValues(t0)).toEqual([['users', 1]])
      })

      it('stays where it is while nothing is measured', async () => {
        const store = await useStore()
        store.add('users', 1, t0)
        await store.end(t0 + b, 'delivered')
        store.add('users', 2, t0 + 7.5 * b)
        expect(await store.claim(t0 + 7.8 * b)).toEqual([])
        const [claim] = await store.claim(t0 + 7.95 * b)
        expect(claim?.aggregate).toMatchObject({ fromMillis: t0 + 7 * b, toMillis: t0 + 8 * b })
      })

      it('starts anew with a forced claim for what failed then, though nothing is merged', async () => {
        const store = await useStore()
        store.add('users', 1, t0)
        const [claim] = await store.claim(t0 + 0.2 * b, { force: true })
        await store.settle(claim?.key, 'release')
        expect(await store.claim(t0 + b)).toEqual([])
        expect(await store.claimValues(t0 + 1.15 * b)).toEqual([['users', 1]])
      })

      it('starts anew for what is measured while a post is under way, too', async () => {
        const store = await useStore()
        store.add('users', 1, t0)
        const [claim] = await store.claim(t0 + 5 * b)
        store.add('users', 2, t0 + 5.2 * b)
        store.add('orders', 4, t0 + 5.2 * b)
        expect(await store.claim(t0 + 5.5 * b, { force: true })).toHaveLength(1)
        await store.settle(claim?.key, 'delivered')
        expect(await store.claim(t0 + 6.3 * b)).toEqual([])
        expect(await store.claimValues(t0 + 6.45 * b)).toEqual([['users', 2]])
      })

      it('starts anew for a sealed claim that waits for the next bucket', async () => {
        const store = await useStore()
        store.add('users', 1, t0)
        const [forced] = await store.claim(t0, { force: true })
        await store.settle(forced?.key, 'seal')
        await store.end(t0 + b, 'seal')
        store.add('orders', 2, t0 + 1.2 * b)
        expect(store.port.nextDueMillis()).toBeCloseTo(t0 + 2.1 * b, 3)
        expect(await store.claim(t0 + 2.15 * b)).toHaveLength(2)
      })

      it('starts anew with the first merge after a forced claim, also for what failed then', async () => {
        const store = await useStore()
        store.add('users', 1, t0)
        const [claim] = await store.claim(t0 + 0.2 * b, { force: true })
        await store.settle(claim?.key, 'release')
        store.add('users', 2, t0 + 0.4 * b)
        expect(await store.claim(t0 + 1.2 * b)).toEqual([])
        expect(await store.claimValues(t0 + 1.35 * b)).toEqual([['users', 3]])
      })
    })
  })
}

/** Shortens the calls of a store. */
class Driver {
  readonly port: BucketStore

  constructor(port: BucketStore) {
    this.port = port
  }

  add(chart: string, value: number, now: number): boolean {
    return this.port.merge(chart, toAggregate(value, now), now)
  }

  async claim(
    now: number,
    query: { force?: boolean; charts?: ReadonlySet<string> } = {},
  ): Promise<readonly Claim[]> {
    return await this.port.claim({ now, force: false, ...query })
  }

  async claimValues(now: number): Promise<[string, number][]> {
    return (await this.claim(now)).map(({ chart, aggregate }) => [chart, aggregate.sum])
  }

  async settle(
    key: string | undefined,
    as: 'delivered' | 'refused' | 'release' | 'seal',
  ): Promise<void> {
    if (key === undefined) throw new Error('there was no claim')
    await this.port.settle(key, as === 'seal' ? { as, body: 'body' } : { as })
  }

  /** Claims the only claim that is due and settles it. */
  async end(now: number, as: 'delivered' | 'refused' | 'release' | 'seal'): Promise<void> {
    const claims = await this.claim(now)
    if (claims.length !== 1) throw new Error(`expected one claim, got ${claims.length}`)
    await this.settle(claims[0]?.key, as)
  }
}
