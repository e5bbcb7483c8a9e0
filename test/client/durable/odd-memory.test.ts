import { createMemoryBucketStore } from '@spikelog-otel/client'
import type { BucketStore, DurableStore } from '@spikelog-otel/client'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeMemory, readMemory, writeMemory } from '../../../packages/client/src/memory/memory.ts'
import { answer, failure } from '../../support/fake-transport.ts'
import { bucketMillis } from '../../support/use-client.ts'
import { useProcesses } from '../../support/use-processes.ts'
import { check } from '../support/soak.ts'

const hour = 3_600_000
const sections = ['account', 'slots', 'leftOut', 'accepted', 'held', 'said', 'warned', 'counts']

describe('what a store remembered', () => {
  it('may be anything', () =>
    check(
      fc.asyncProperty(
        fc.oneof(
          fc.jsonValue(),
          fc.dictionary(fc.constantFrom(...sections, 'text', 'standing'), fc.jsonValue()),
          fc.dictionary(
            fc.constantFrom(...sections),
            fc.dictionary(
              fc.oneof(
                fc.constantFrom(
                  'state',
                  'turn',
                  'probeAt',
                  'notBefore',
                  'triedAt',
                  'dropped value',
                ),
                fc.constantFrom('attempts@490896', 'attempts@1e400', '__proto__', 'job'),
                fc.string(),
              ),
              fc.oneof(fc.double(), fc.constantFrom('key_refused', 'lost', 1e308, -1e308, -1)),
            ),
          ),
        ),
        async (memory) => {
          const all = useProcesses()
          all.shared.memory = JSON.stringify(memory)
          const client = all.start()
          client.add('job', 1)
          await all.clock.until(client.flush())
          // The longest that anything may hold it back.
          await all.clock.advance(24 * hour + bucketMillis)
          client.add('job', 2)
          await all.clock.until(client.flush())
          const { dropped, leftOut, pending } = client.health()
          expect(pending).toBe(0)
          // Held back, or there were ten charts already.
          const isRefused = (dropped.quota ?? 0) > 0
          expect(isRefused ? 3 : sumOf(all.transport.valuesOf('job'))).toBe(3)
          const last = leftOut.includes('job') ? 2 : all.transport.posts.at(-1)?.value
          expect(last).toBeGreaterThan(1)
          for (const count of Object.values(dropped)) expect(count).toBeGreaterThan(0)
          JSON.stringify(client.health())
          expect(typeof all.shared.memory).toBe('string')
        },
      ),
      1000,
    ))

  it('holds no times that are years ahead, whatever the clocks were set to', async () => {
    const all = useProcesses()
    all.clock.wallOffset += 1e11
    all.transport.script = () => answer(503, { retryAfter: '60' })
    await all.run((client) => {
      client.add('job', 1)
      client.add('job', Number.NaN)
      return client.flush()
    })
    all.clock.wallOffset -= 1e11
    all.transport.script = () => answer(200)
    const client = all.start()
    expect(client.health()).toMatchObject({ state: 'down', attempts24h: { total: 0 } })
    await all.clock.advance(25 * hour)
    client.add('job', 2)
    client.add('job', Number.NaN)
    await all.clock.until(client.flush())
    expect(sumOf(all.transport.posts.slice(1).map(({ value }) => value))).toBe(3)
    expect(all.logger.at('warn').filter((line) => line.includes('finite'))).toHaveLength(2)
  })

  it('is taken along into a file that is new', async () => {
    const all = useProcesses()
    const client = all.start()
    for (const chart of 'abcdefghij') client.add(chart, 1)
    await client.flush()
    all.shared.memory = undefined
    client.add('k', 1)
    await client.flush()
    expect(all.start().health()).toMatchObject({ leftOut: ['k'], charts: { length: 10 } })
  })
})

describe('a durable store that answers with promises', () => {
  it('shares what is known of the account, too', async () => {
    const all = useProcesses()
    all.transport.script = () => failure(false, 'ECONNREFUSED')
    for (let run = 0; run < 20; run += 1) {
      await all.run(
        async (client) => {
          client.add(`chart ${run}`, 1)
          client.health()
          const flushing = client.flush()
          client.health()
          await all.clock.until(flushing)
        },
        { store: slow(all.open()) },
      )
      await all.clock.advance(bucketMillis)
    }
    all.transport.script = () => answer(200)
    await all.run((client) => all.clock.until(client.flush()), { store: slow(all.open()) })
    expect(new Set(all.transport.posts.map(({ chart }) => chart)).size).toBe(10)
    expect(all.logger.at('warn').filter((line) => line.includes('reached'))).toHaveLength(1)
    const { attempts24h, state } = all.start().health()
    expect(state).toBe('up')
    expect(attempts24h.total).toBe(all.transport.posts.length)
  })
})

describe('the merge of what processes remember', () => {
  const aChange = fc.record({
    process: fc.nat(2),
    section: fc.constantFrom('counts' as const, 'accepted' as const),
    key: fc.constantFrom('a', 'b', '__proto__'),
  })

  it('adds up all counts, and keeps the last of anything else', () =>
    check(
      fc.property(fc.array(aChange, { maxLength: 40 }), (changes) => {
        let shared = readMemory(undefined)
        const processes = [0, 1, 2].map(() => ({ base: shared, own: shared }))
        const expected = { counts: new Map<string, number>(), accepted: new Map<string, number>() }
        for (const [index, { process, section, key }] of changes.entries()) {
          const value = index + 1
          const one = processes[process] ?? { base: shared, own: shared }
          const counted = section === 'counts' ? Number(one.own.counts.get(key) ?? 0) : 0
          const changed = new Map([...one.own[section], [key, counted + value]])
          one.own = mergeMemory(one.base, { ...one.own, [section]: changed }, shared)
          shared = readMemory(JSON.parse(JSON.stringify(writeMemory(one.own))))
          one.base = shared
          one.own = shared
          const before = section === 'counts' ? (expected.counts.get(key) ?? 0) : 0
          expected[section].set(key, before + value)
        }
        expect(shared).toMatchObject(expected)
      }),
      3000,
    ))

  it('forgets what a process forgot that knew it', () => {
    const known = readMemory({ slots: { a: 1, b: 2 }, counts: { old: 3 } })
    const without = readMemory({ slots: { b: 2 } })
    const grown = readMemory({ slots: { a: 1, b: 2, c: 3 }, counts: { old: 4 } })
    const merged = mergeMemory(known, without, grown)
    expect(merged.slots).toEqual(
      new Map([
        ['b', 2],
        ['c', 3],
      ]),
    )
    expect(merged.counts).toEqual(new Map([['old', 1]]))
  })
})

/** The same turn of the event loop, since a fake clock does not wait for another. */
const later = (): Promise<void> => Promise.resolve()

/** Answers as one behind a network does. */
function slow(store: BucketStore & { readonly durable: DurableStore }): BucketStore {
  const { durable } = store
  return {
    ...createMemoryBucketStore({ bucketMillis }),
    ...store,
    claim: (query) => later().then(() => store.claim(query)),
    settle: (key, settlement) => later().then(() => store.settle(key, settlement)),
    durable: {
      ...durable,
      posting: (bodies) => later().then(() => durable.posting(bodies)),
      async remember(change) {
        for (let turn = 0; turn < 20; turn += 1) await later()
        return durable.remember(change)
      },
      close: (now) => later().then(() => durable.close(now)),
    },
  }
}

function sumOf(values: readonly unknown[]): number {
  return values.reduce<number>((sum, value) => sum + Number(value), 0)
}
