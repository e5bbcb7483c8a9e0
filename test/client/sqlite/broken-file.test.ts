import {
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { createSqliteBucketStore, toAggregate } from '@spikelog-otel/client'
import { describe, expect, it, onTestFinished } from 'vitest'
import { verifies } from '../../requirements.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { FakeLogger } from '../../support/fake-logger.ts'
import { useFolder } from '../support/use-folder.ts'

const bucketMillis = 60_000
const retryMillis = 10_000

function useStore(path: string, clock = new FakeClock()) {
  const logger = new FakeLogger()
  const store = createSqliteBucketStore({
    path,
    bucketMillis,
    clock,
    logger,
    account: 'account',
    busyMillis: 20,
  })
  onTestFinished(() => void store.durable.close(clock.now()))
  const add = (chart: string, value: number): void => {
    const now = clock.now()
    expect(store.merge(chart, toAggregate(value, now), now, { aggregation: 'sum' })).toBe(true)
  }
  const claim = (force = false) => {
    const claims = store.claim({ now: clock.now(), force })
    if ('then' in claims) throw new Error('it answers at once')
    return claims
  }
  const sums = () =>
    Object.fromEntries([...store.pending()].map(([chart, { sum }]) => [chart, sum]))
  const close = () => {
    const rest = store.durable.close(clock.now())
    if ('then' in rest) throw new Error('it answers at once')
    return rest
  }
  return { store, clock, logger, add, claim, sums, close }
}

/** A file that holds `sum` of each of so many charts. */
function makeStore(path: string, charts = 1): void {
  const { add, close } = useStore(path)
  for (let chart = 0; chart < charts; chart += 1) add(`chart ${chart}`, 7)
  close()
}

function change(path: string, sql: string): () => void {
  const database = new DatabaseSync(path)
  database.exec(sql)
  return () => database.close()
}

/** Each breaks the file, says how it is told, and mends it. */
const cases: readonly {
  readonly what: string
  readonly told: RegExp
  readonly breaks: (path: string) => (() => void) | void
  /** What is in the file when it is mended. */
  readonly holds?: Readonly<Record<string, number>>
}[] = [
  {
    what: 'is garbage',
    told: /it is damaged \(file is not a database\)\. Move it away, or choose another path/,
    breaks: (path) => writeFileSync(path, 'no database\n'.repeat(1000)),
  },
  {
    what: 'is cut off',
    told: /it is damaged \(database disk image is malformed\)\. Move it away/,
    breaks(path) {
      makeStore(path, 500)
      truncateSync(path, 8192)
    },
  },
  {
    what: 'is a folder with a folder in the place of its file',
    told: /it failed \(.*(?:EISDIR|unable to open).*\)\. Check the path/,
    breaks: (path) => void mkdirSync(`${path}/account.sqlite`, { recursive: true }),
  },
  {
    // As root SQLite would leave a journal beside it.
    what: 'is a device',
    told: /it failed \(not a file\)\. Check the path/,
    breaks: (path) => symlinkSync('/dev/null', path),
  },
  {
    what: 'is of a newer version',
    told: /a newer version of this package wrote it\. Update the package/,
    breaks(path) {
      makeStore(path)
      change(path, 'PRAGMA user_version = 99')()
      return change(path, '')
    },
  },
  {
    what: "is another program's",
    told: /it holds other data\. Choose another path/,
    breaks: (path) => change(path, 'CREATE TABLE notes (text)')(),
  },
  {
    what: "is another account's",
    told: /it was made for another API key or endpoint\. Choose another path/,
    breaks(path) {
      makeStore(path)
      change(path, "UPDATE meta SET value = 'another' WHERE name = 'account'")()
    },
  },
  {
    what: 'is locked',
    told: /another process has locked it \(database is locked\)\. End that one/,
    breaks(path) {
      makeStore(path)
      return change(path, 'BEGIN IMMEDIATE')
    },
    holds: { 'chart 0': 7 },
  },
]

describe.each(cases)(verifies('shortLived', 'a store whose file $what'), (each) => {
  const useBroken = () => {
    const path = `${useFolder()}/store`
    const mend = each.breaks(path)
    const remove = (): void => rmSync(path, { recursive: true, force: true })
    return { ...useStore(path), path, mend: mend && each.holds ? mend : remove }
  }

  it('says so once, goes on in memory, and gives at the end what it could not keep', () => {
    const { store, clock, logger, add, claim, sums, close } = useBroken()
    add('users', 1)
    add('users', 2)
    expect(sums()).toEqual({ users: 3 })
    expect((store.nextDueMillis() ?? 0) - clock.now()).toBeCloseTo(0.9 * bucketMillis, 3)
    expect(claim()).toEqual([])
    const [post, ...others] = claim(true)
    expect(others).toEqual([])
    expect(post).toMatchObject({ chart: 'users', aggregate: { sum: 3 } })
    expect(store.durable.posting(new Map([[post?.key ?? '', 'body']]))).toEqual(
      new Set([post?.key]),
    )
    void store.settle(post?.key ?? '', { as: 'seal', body: 'body' })
    add('users', 4)
    add('orders', 5)
    const rest = close().map(({ chart, aggregate, sealedBody }) => [
      chart,
      aggregate.sum,
      sealedBody,
    ])
    expect(rest).toEqual([
      ['users', 3, 'body'],
      ['orders', 5, undefined],
      ['users', 4, undefined],
    ])
    expect(close()).toEqual([])
    expect(logger.lines).toEqual([{ level: 'warn', message: expect.stringMatching(each.told) }])
  })

  it('is used again when it is mended, with all that came meanwhile', async () => {
    const { store, clock, logger, path, mend, add, claim, sums, close } = useBroken()
    add('users', 1)
    const [post] = claim(true)
    void store.settle(post?.key ?? '', { as: 'delivered' })
    const deliveredMillis = clock.now()
    add('users', 2)
    const [sealed] = claim(true)
    void store.settle(sealed?.key ?? '', { as: 'seal', body: 'body' })
    add('users', 3)
    await clock.advance(retryMillis - 1)
    mend()
    add('users', 4)
    expect(logger.at('info')).toEqual([])
    await clock.advance(2)
    add('orders', 5)
    // A lock that is gone by the next time is not told of.
    const isTold = each.holds === undefined
    expect(logger.at('info')).toEqual(isTold ? [`The store ${path} can be used again.`] : [])
    expect(sums()).toEqual({ ...each.holds, users: 9, orders: 5 })
    expect(close()).toEqual([])
    const next = useStore(path, clock)
    expect(next.sums()).toEqual({ ...each.holds, users: 9, orders: 5 })
    expect(next.store.durable.settingsOf('users')).toEqual({ aggregation: 'sum' })
    expect(next.store.durable.points()).toEqual(new Map([['users', [deliveredMillis]]]))
    const [again] = next.claim(true)
    expect(again).toMatchObject({ key: sealed?.key, sealedBody: 'body', aggregate: { sum: 2 } })
    expect(logger.at('warn')).toHaveLength(isTold ? 1 : 0)
  })
})

describe(verifies('shortLived', 'a store whose file breaks while it is open'), () => {
  it.each(['deleted', 'deleted without its log', 'replaced'])('keeps all when it is %s', (how) => {
    const folder = useFolder()
    const path = `${folder}/store`
    const one = useStore(path)
    const two = useStore(path, one.clock)
    one.add('open', 1)
    two.add('open', 2)
    two.add('sealed', 4)
    two.add('claimed', 8)
    for (const { key, chart } of one.claim(true)) {
      if (chart === 'open') void one.store.settle(key, { as: 'release' })
      if (chart === 'sealed') void one.store.settle(key, { as: 'seal', body: 'body' })
    }
    if (how === 'replaced') renameSync(path, `${folder}/elsewhere`)
    else rmSync(path)
    if (how === 'deleted') for (const end of ['-wal', '-shm']) rmSync(path + end)
    const other = useStore(path, one.clock)
    if (how !== 'deleted') other.add('open', 16)
    one.add('open', 32)
    two.add('open', 64)
    const open = how === 'deleted' ? 99 : 115
    expect(other.sums()).toEqual({ open, sealed: 4, claimed: 8 })
    expect(two.sums()).toEqual(other.sums())
    expect(one.close()).toEqual([])
    expect(two.close()).toEqual([])
    expect(other.close()).toEqual([])
    expect(useStore(path, one.clock).sums()).toEqual({ open, sealed: 4, claimed: 8 })
    for (const { logger } of [one, two, other]) expect(logger.lines).toEqual([])
    expect(readFileSync(path).subarray(0, 15).toString()).toBe('SQLite format 3')
  })

  it('keeps the claims that it has when it is damaged', () => {
    const path = `${useFolder()}/store`
    const { store, clock, logger, add, claim, close } = useStore(path)
    for (const chart of ['delivered', 'released', 'sealed', 'unposted']) add(chart, 1)
    const claims = new Map(claim(true).map(({ chart, key }) => [chart, key]))
    void store.durable.close(clock.now())
    for (const end of ['', '-wal']) writeFileSync(path + end, 'no database\n'.repeat(1000))
    const keyOf = (chart: string): string => claims.get(chart) ?? ''
    expect(store.durable.posting(new Map([[keyOf('unposted'), 'body']]))).toEqual(new Set())
    void store.settle(keyOf('delivered'), { as: 'delivered' })
    void store.settle(keyOf('released'), { as: 'release' })
    void store.settle(keyOf('sealed'), { as: 'seal', body: 'body' })
    const rest = close().map(({ chart, key, sealedBody }) => ({ chart, key, sealedBody }))
    expect(rest).toEqual([
      { chart: 'unposted', key: expect.any(String), sealedBody: undefined },
      { chart: 'released', key: expect.any(String), sealedBody: undefined },
      { chart: 'sealed', key: keyOf('sealed'), sealedBody: 'body' },
    ])
    expect(logger.at('warn')).toHaveLength(1)
  })

  it('takes along what is known of the account when it is deleted', () => {
    const path = `${useFolder()}/store`
    const { store } = useStore(path)
    void store.durable.remember(() => ({ state: 'down' }))
    rmSync(path)
    const seen: unknown[] = []
    void store.durable.remember((memory) => seen.push(memory))
    expect(seen).toEqual([{ state: 'down' }])
  })

  it('says nothing of a lock that is gone by the next time', async () => {
    const path = `${useFolder()}/store`
    const { clock, logger, add, sums } = useStore(path)
    add('users', 1)
    const unlock = change(path, 'BEGIN IMMEDIATE')
    add('users', 2)
    unlock()
    await clock.advance(retryMillis)
    expect(sums()).toEqual({ users: 3 })
    expect(logger.lines).toEqual([])
  })

  it('is given what came while it was locked as soon as it is free', () => {
    const path = `${useFolder()}/store`
    const { clock, logger, add, claim, sums } = useStore(path)
    const other = useStore(path, clock)
    add('users', 1)
    const unlock = change(path, 'BEGIN IMMEDIATE')
    add('users', 2)
    add('users', 4)
    expect(sums()).toEqual({ users: 6 })
    unlock()
    add('users', 8)
    // Nothing of it waits here, where it would become a point of its own, and end with the process.
    expect(other.sums()).toEqual({ users: 15 })
    expect(other.claim(true)).toMatchObject([{ aggregate: { sum: 15 } }])
    expect(claim(true)).toEqual([])
    expect(logger.lines).toEqual([])
  })

  it('tells it later what became of a claim, when it was locked', async () => {
    const path = `${useFolder()}/store`
    const { store, clock, add, claim, sums } = useStore(path)
    add('users', 1)
    const [post] = claim(true)
    const unlock = change(path, 'BEGIN IMMEDIATE')
    void store.settle(post?.key ?? '', { as: 'delivered' })
    unlock()
    await clock.advance(retryMillis)
    expect(sums()).toEqual({})
    expect(store.durable.points().get('users')).toHaveLength(1)
  })

  it.each([0.1, 0.5, 0.9, 1])('goes on with %s of its log left', (share) => {
    const path = `${useFolder()}/store`
    const { add } = useStore(path)
    for (let run = 0; run < 20; run += 1) add(`chart ${run}`, 1)
    const copy = `${path} of a machine that lost power`
    writeFileSync(copy, readFileSync(path))
    const log = readFileSync(`${path}-wal`)
    writeFileSync(`${copy}-wal`, log.subarray(0, log.length * share))
    const after = useStore(copy)
    const kept = Object.keys(after.sums()).length
    expect(kept).toBeLessThanOrEqual(20)
    expect(kept).toBeGreaterThanOrEqual(share === 1 ? 20 : 0)
    after.add('next', 1)
    expect(Object.keys(after.sums())).toHaveLength(kept + 1)
    expect(after.logger.lines).toEqual([])
  })
})
