import { toAggregate } from '@spikelog-otel/client'
import type { BucketStore, ChartSettings, Clock, DurableStore } from '@spikelog-otel/client'
import { describe, expect, it } from 'vitest'
import { FakeClock } from '../../support/fake-clock.ts'

/** A store as one process has it. */
type OpenStore = BucketStore & { readonly durable: DurableStore }

/** Makes an empty place; what it gives opens it, as each process does for itself. */
export type CreatePlace = () => (options: {
  readonly bucketMillis: number
  readonly leaseMillis: number
  readonly clock: Clock
}) => OpenStore

const b = 10_000
const leaseMillis = 3000
const sum: ChartSettings = { aggregation: 'sum' }

/** What every store must do that outlives its process and is shared by several. */
export function testDurableStore(name: string, createPlace: CreatePlace): void {
  describe(`${name} keeps the contract of a durable store`, () => {
    describe('several processes', () => {
      it('merge into one bucket, which one of them gets', async () => {
        const place = usePlace(createPlace)
        const [one, two] = [place.open(), place.open()]
        one.add('users', 2)
        two.add('users', 3)
        two.add('orders', 4)
        expect(one.sums()).toEqual({ users: 5, orders: 4 })
        place.clock.pass(b)
        const claims = (await two.claim()).map(({ chart, aggregate }) => [chart, aggregate.sum])
        expect(Object.fromEntries(claims)).toEqual({ users: 5, orders: 4 })
        expect(await one.claim()).toEqual([])
        expect(two.sums()).toEqual({ users: 5, orders: 4 })
      })

      it('find what one left that closed its store, and closed it early', async () => {
        const place = usePlace(createPlace)
        const one = place.open()
        one.add('users', 2)
        place.clock.pass(b / 2)
        expect(await one.store.durable.close(place.clock.now())).toEqual([])
        const two = place.open()
        expect(two.dueInMillis()).toBeCloseTo(0.4 * b, 3)
        two.add('users', 3)
        expect(await two.claim()).toEqual([])
        place.clock.pass(b / 2)
        expect(await two.claim()).toMatchObject([{ chart: 'users', aggregate: { sum: 5 } }])
      })

      it('have a monotonic clock each', async () => {
        const place = usePlace(createPlace)
        place.open().add('users', 1)
        place.clock.pass(b / 2)
        const other = place.open({ clock: place.clock.ofAnotherProcess() })
        other.add('users', 2)
        expect(other.dueInMillis()).toBeCloseTo(0.4 * b, 3)
        place.clock.pass(b / 2)
        const [claim] = await other.claim()
        expect(claim?.aggregate).toMatchObject({ sum: 3, toMillis: other.clock.now() })
        expect(claim?.aggregate.fromMillis).toBe(other.clock.now() - b)
      })

      it('may have buckets of different width', async () => {
        const place = usePlace(createPlace)
        const [narrow, wide] = [place.open(), place.open({ bucketMillis: 3 * b })]
        narrow.add('users', 1)
        place.clock.pass(b)
        expect(await wide.claim()).toEqual([])
        expect(wide.dueInMillis()).toBeCloseTo(1.7 * b, 3)
        const [claim] = await narrow.claim()
        await narrow.settle(claim, 'delivered')
        wide.add('users', 2)
        place.clock.pass(b)
        expect(await narrow.claim()).toMatchObject([{ aggregate: { sum: 2 } }])
      })

      it('close each bucket once, whatever its width', async () => {
        const place = usePlace(createPlace)
        const width = b / 3
        const one = place.open({ bucketMillis: width })
        one.add('users', 0)
        place.clock.pass(0.95 * width)
        for (let bucket = 0; bucket < 200; bucket += 1) {
          const [claim] = await one.claim()
          await one.settle(claim, 'delivered')
          // It belongs to the next bucket, as this one was closed early.
          one.add('users', bucket)
          expect(await one.claim()).toEqual([])
          place.clock.pass(width)
        }
      })

      it('find what was measured "later than now" due with the rest', async () => {
        const place = usePlace(createPlace)
        const one = place.open()
        const now = place.clock.now()
        one.store.merge('users', toAggregate(1, now + 1e12), now, sum)
        place.clock.pass(1.2 * b)
        expect(one.dueInMillis()).toBeCloseTo(-0.3 * b, 3)
      })

      it('share names of any kind', async () => {
        const place = usePlace(createPlace)
        const names = ['\ud800', '\udfff', 'a\0b', 'a\0c', '', '"', "'", '__proto__', 'ünï ☃ 🎉']
        for (const chart of names) place.open().add(chart, 1)
        const other = place.open()
        expect(Object.keys(other.sums()).sort()).toEqual(names.toSorted())
        for (const chart of names) expect(other.store.durable.settingsOf(chart)).toEqual(sum)
        place.clock.pass(b)
        for (const claim of await other.claim()) await other.settle(claim, 'delivered')
        expect([...other.store.durable.points().keys()].sort()).toEqual(names.toSorted())
      })
    })

    describe('a lease', () => {
      it('keeps a claim for the process that has it', async () => {
        const { place, one, two, claim } = await useClaim(createPlace)
        place.clock.pass(leaseMillis - 1)
        expect(await two.claim({ force: true })).toEqual([])
        expect(two.dueInMillis()).toBe(1)
        expect(one.store.nextDueMillis()).toBeUndefined()
        await one.settle(claim, 'delivered')
        expect(two.store.nextDueMillis()).toBeUndefined()
      })

      it('gives what may have been posted again, sealed, with key and body', async () => {
        const { place, one, two, claim } = await useClaim(createPlace)
        expect(await one.post(claim, '{"value":1}')).toBe(true)
        two.add('users', 2)
        place.clock.pass(leaseMillis + 1)
        const again = await two.claim()
        expect(again).toEqual([{ ...claim, sealedBody: '{"value":1}' }])
        // And again, when this process ends, too.
        place.clock.pass(leaseMillis + 1)
        expect(await place.open().claim()).toEqual(again)
        expect(two.sums()).toEqual({ users: 3 })
      })

      it('merges back what certainly was not posted, under a new key', async () => {
        const { place, two, claim } = await useClaim(createPlace)
        two.add('users', 2)
        place.clock.pass(leaseMillis + 1)
        expect(await two.claim()).toEqual([])
        place.clock.pass(b)
        const [again] = await two.claim()
        expect(again).toMatchObject({ aggregate: { sum: 3 } })
        expect(again?.sealedBody).toBeUndefined()
        expect(again?.key).not.toBe(claim?.key)
      })

      it('begins anew when a post begins', async () => {
        const { place, one, two, claim } = await useClaim(createPlace)
        place.clock.pass(leaseMillis - 1)
        await one.post(claim)
        place.clock.pass(leaseMillis - 1)
        expect(await two.claim({ force: true })).toEqual([])
      })

      it('that is absurdly long has ended: the clock was ahead when it was taken', async () => {
        const place = usePlace(createPlace)
        const one = place.open()
        one.add('users', 1)
        place.clock.wallOffset += 1e12
        const [claim] = await one.claim()
        await one.post(claim)
        place.clock.wallOffset -= 1e12
        expect(await place.open().claim()).toMatchObject([{ key: claim?.key, sealedBody: 'body' }])
      })
    })

    describe('a process whose lease has ended', () => {
      it('may post as long as nobody took over', async () => {
        const { late, claim } = await useLate(createPlace, false)
        expect(await late.post(claim)).toBe(true)
      })

      it.each([true, false])(
        'may not post any more then (posted before: %s)',
        async (hasPosted) => {
          const { late, other, claim } = await useLate(createPlace, hasPosted)
          await other.claim()
          expect(await late.post(claim)).toBe(false)
        },
      )

      it.each(['delivered', 'refused'] as const)('is believed when it says %s', async (as) => {
        const { place, late, other, claim } = await useLate(createPlace, true)
        const [again] = await other.claim()
        await late.settle(claim, as)
        expect(other.sums()).toEqual({})
        await other.settle(again, 'seal')
        await other.settle(again, 'delivered')
        expect(other.sums()).toEqual({})
        const points = as === 'delivered' ? [place.clock.now()] : []
        expect(other.store.durable.points().get('users') ?? []).toEqual(points)
      })

      it.each(['release', 'seal'] as const)('is not heard when it says %s', async (as) => {
        const { late, other, claim } = await useLate(createPlace, true)
        const [again] = await other.claim()
        await late.settle(claim, as)
        expect(await late.claim({ force: true })).toEqual([])
        expect(await other.post(again)).toBe(true)
      })

      it('has nothing of it counted twice that merged back', async () => {
        const { late, other, claim } = await useLate(createPlace, false)
        await other.claim()
        await late.settle(claim, 'delivered')
        await late.settle(claim, 'release')
        expect(other.sums()).toEqual({ users: 1 })
      })
    })

    describe('posting', () => {
      it('tells whose claims are whose', async () => {
        const { one, two, claim } = await useClaim(createPlace)
        expect(await two.post(claim)).toBe(false)
        expect(await one.store.durable.posting(new Map([['no such key', 'body']]))).toEqual(
          new Set(),
        )
        expect(await one.post(claim)).toBe(true)
      })

      it('leaves a sealed claim its body, and a released one nothing', async () => {
        const { one, claim } = await useClaim(createPlace)
        await one.post(claim, 'first')
        await one.settle(claim, 'release')
        const [again] = await one.claim({ force: true })
        expect(again).toMatchObject({ aggregate: { sum: 1 } })
        expect(again?.sealedBody).toBeUndefined()
        await one.settle(again, 'seal')
        const [sealed] = await one.claim({ force: true })
        await one.post(sealed, 'another')
        await one.settle(sealed, 'release')
        expect(await one.claim({ force: true })).toMatchObject([{ sealedBody: 'body' }])
      })
    })

    describe('what it remembers', () => {
      it('are the settings of charts that wait, those of the first who measured', async () => {
        const place = usePlace(createPlace)
        const [one, two] = [place.open(), place.open()]
        const settings = { aggregation: 'p95', scale: 1000, clamp: [0, 5], slot: 'spare' } as const
        one.add('users', 1, settings)
        two.add('users', 2, { aggregation: 'avg', clamp: false })
        expect(two.store.durable.settingsOf('users')).toEqual(settings)
        expect(two.store.durable.settingsOf('orders')).toBeUndefined()
        place.clock.pass(b)
        const [claim] = await two.claim()
        expect(claim?.settings).toEqual(settings)
        await two.settle(claim, 'seal')
        expect(one.store.durable.settingsOf('users')).toEqual(settings)
        const [sealed] = await one.claim({ force: true })
        expect(sealed?.settings).toEqual(settings)
        await one.settle(sealed, 'delivered')
        expect(one.store.durable.settingsOf('users')).toBeUndefined()
      })

      it('is when the newest 1000 points of a chart were delivered', async () => {
        const place = usePlace(createPlace)
        const one = place.open()
        const times: number[] = []
        for (let point = 0; point < 1010; point += 1) {
          one.add('users', 1)
          const [claim] = await one.claim({ force: true })
          await one.settle(claim, 'delivered')
          times.push(place.clock.now())
          place.clock.pass(1)
        }
        one.add('orders', 1)
        for (const claim of await one.claim({ force: true })) await one.settle(claim, 'refused')
        expect(place.open().store.durable.points()).toEqual(new Map([['users', times.slice(10)]]))
      })

      it('is what processes tell each other of the account, a step at a time', async () => {
        const place = usePlace(createPlace)
        const seen: unknown[] = []
        const count = (memory: unknown): unknown => {
          seen.push(memory)
          return {
            runs: ((memory as { runs: number } | undefined)?.runs ?? 0) + 1,
            text: 'ü\ud800',
          }
        }
        await place.open().store.durable.remember(count)
        const two = place.open()
        await two.store.durable.remember(count)
        await two.store.durable.close(place.clock.now())
        await place.open().store.durable.remember(count)
        expect(seen).toEqual([
          undefined,
          { runs: 1, text: 'ü\ud800' },
          { runs: 2, text: 'ü\ud800' },
        ])
      })
    })

    describe('a wall clock', () => {
      it.each([0.5, 1, 3, 1e7])(
        'that goes back %s buckets delays by one at most',
        async (buckets) => {
          const place = usePlace(createPlace)
          const one = place.open()
          one.add('users', 1)
          place.clock.pass(0.5 * b)
          place.clock.wallOffset -= buckets * b
          const two = place.open()
          two.add('users', 2)
          expect(two.dueInMillis()).toBeLessThanOrEqual(1.4 * b)
          place.clock.pass((two.dueInMillis() ?? 0) + 1)
          const [claim] = await two.claim()
          expect(claim?.aggregate.sum).toBe(3)
          expect(claim?.aggregate.toMillis).toBeLessThanOrEqual(place.clock.now() + 0.1 * b)
          await two.settle(claim, 'delivered')
          two.add('users', 4)
          expect(two.dueInMillis()).toBeLessThanOrEqual(b)
        },
      )

      it('that went back has what waits due a bucket later, though nothing is measured', async () => {
        const place = usePlace(createPlace)
        place.open().add('users', 1)
        place.clock.wallOffset -= 1e10
        const two = place.open()
        const dueMillis = two.store.nextDueMillis() ?? Number.NaN
        expect(dueMillis - place.clock.now()).toBeLessThanOrEqual(b)
        place.clock.pass(0.5 * b)
        expect(two.store.nextDueMillis()).toBe(dueMillis)
        place.clock.pass(0.5 * b)
        expect(await two.claim()).toHaveLength(1)
      })

      it('that goes forward has what waits due at once, and changes little when it is set right', async () => {
        const place = usePlace(createPlace)
        const one = place.open()
        one.add('users', 1)
        place.clock.wallOffset += 1e10
        const [claim] = await one.claim()
        expect(claim?.aggregate.sum).toBe(1)
        await one.settle(claim, 'release')
        one.add('users', 2)
        place.clock.wallOffset -= 1e10
        const two = place.open()
        expect(two.dueInMillis()).toBeLessThanOrEqual(b)
        place.clock.pass(b)
        expect(await two.claim()).toMatchObject([{ aggregate: { sum: 3 } }])
      })

      it.each([-1e10, -100, 0, 1e10])(
        'that is set by %s ms leaves the newest value the last',
        async (by) => {
          const place = usePlace(createPlace)
          place.open().add('level', 1)
          place.clock.wallOffset += by
          place.clock.pass(1)
          place.open().add('level', 2)
          place.clock.wallOffset -= by
          place.clock.pass(1)
          const three = place.open()
          three.add('level', 3)
          const [claim] = await three.claim({ force: true })
          expect(claim?.aggregate).toMatchObject({ sum: 6, last: { value: 3 } })
        },
      )

      it('that goes back leaves no point in the future', async () => {
        const place = usePlace(createPlace)
        const one = place.open()
        one.add('users', 1)
        const [claim] = await one.claim({ force: true })
        await one.settle(claim, 'delivered')
        place.clock.wallOffset -= 1e10
        expect(one.store.durable.points()).toEqual(new Map([['users', [place.clock.now()]]]))
      })
    })
  })
}

/** A clock whose wall other processes see, too. */
class SharedClock extends FakeClock {
  #passed = 0

  pass(millis: number): void {
    this.#passed += millis
  }

  override now(): number {
    return super.now() + this.#passed
  }

  override wallNow(): number {
    return this.now() + this.wallOffset
  }

  /** The same wall clock, beside the monotonic one of a process that began at another time. */
  ofAnotherProcess(): Clock {
    return {
      now: () => this.now() - 777_777,
      wallNow: () => this.wallNow(),
      schedule: (run, delayMillis) => this.schedule(run, delayMillis),
    }
  }
}

function usePlace(createPlace: CreatePlace) {
  const openStore = createPlace()
  const clock = new SharedClock()
  const open = (options: { bucketMillis?: number; clock?: Clock } = {}): Process => {
    const own = options.clock ?? clock
    return new Process(openStore({ bucketMillis: b, leaseMillis, ...options, clock: own }), own)
  }
  return { clock, open }
}

/** Two processes, one of which has a claim: 1 on the chart `users`. */
async function useClaim(createPlace: CreatePlace) {
  const place = usePlace(createPlace)
  const [one, two] = [place.open(), place.open()]
  one.add('users', 1)
  place.clock.pass(b)
  const [claim] = await one.claim()
  return { place, one, two, claim }
}

/** A process whose lease has ended, and another one. */
async function useLate(createPlace: CreatePlace, hasPosted: boolean) {
  const { place, one: late, two: other, claim } = await useClaim(createPlace)
  if (hasPosted) await late.post(claim)
  place.clock.pass(leaseMillis + 1)
  return { place, late, other, claim }
}

/** Shortens the calls of a store. */
class Process {
  readonly store: OpenStore
  readonly clock: Clock
  #seq = 0

  constructor(store: OpenStore, clock: Clock) {
    this.store = store
    this.clock = clock
  }

  add(chart: string, value: number, settings: ChartSettings = sum): void {
    const now = this.clock.now()
    this.#seq += 1
    expect(this.store.merge(chart, toAggregate(value, now, this.#seq), now, settings)).toBe(true)
  }

  async claim({ force = false } = {}) {
    return await this.store.claim({ now: this.clock.now(), force })
  }

  async post(claim: { readonly key: string } | undefined, body = 'body'): Promise<boolean> {
    if (claim === undefined) throw new Error('there was no claim')
    const { key } = claim
    return (await this.store.durable.posting(new Map([[key, body]]))).has(key)
  }

  async settle(
    claim: { readonly key: string } | undefined,
    as: 'delivered' | 'refused' | 'release' | 'seal',
  ): Promise<void> {
    if (claim === undefined) throw new Error('there was no claim')
    await this.store.settle(claim.key, as === 'seal' ? { as, body: 'body' } : { as })
  }

  sums(): Record<string, number> {
    const sums = [...this.store.pending()].map(([chart, aggregate]) => [chart, aggregate.sum])
    return Object.fromEntries(sums) as Record<string, number>
  }

  dueInMillis(): number | undefined {
    const due = this.store.nextDueMillis()
    return due === undefined ? undefined : due - this.clock.now()
  }
}
