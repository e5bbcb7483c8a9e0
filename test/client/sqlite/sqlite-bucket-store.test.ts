import { existsSync, mkdirSync } from 'node:fs'
import { createSqliteBucketStore, toAggregate } from '@spikelog-otel/client'
import { expect, it, onTestFinished } from 'vitest'
import { FakeClock } from '../../support/fake-clock.ts'
import { testBucketStore } from '../bucket/bucket-store-contract.ts'
import { testDurableStore } from '../bucket/durable-store-contract.ts'
import { useFolder } from '../support/use-folder.ts'

testBucketStore('SQLite', ({ bucketMillis }) => {
  const path = `${useFolder()}/store.sqlite`
  const store = createSqliteBucketStore({ path, bucketMillis, clock: new FakeClock() })
  onTestFinished(() => void store.durable.close(0))
  return store
})

testDurableStore('SQLite', () => {
  const path = `${useFolder()}/store.sqlite`
  return (options) => {
    const store = createSqliteBucketStore({ path, ...options })
    onTestFinished(() => void store.durable.close(0))
    return store
  }
})

it('lets no other process in between reading and writing', async () => {
  const options = { path: `${useFolder()}/store.sqlite`, bucketMillis: 1000, busyMillis: 10 }
  const clock = new FakeClock()
  const [one, two] = [
    createSqliteBucketStore({ ...options, clock }),
    createSqliteBucketStore({ ...options, clock }),
  ]
  await one.durable.remember(() => ['begun'])
  await two.durable.remember((memory) => memory)
  await one.durable.remember((memory) => {
    void two.durable.remember(() => ['in between'])
    return [memory, 'one']
  })
  await one.durable.remember((memory) => {
    expect(memory).toEqual([['begun'], 'one'])
    return memory
  })
  for (const store of [one, two]) await store.durable.close(0)
})

it.each([':memory:', 'file:store?mode=memory', 'a?b#c%20d'])(
  'takes %s for a file of the folder that it was made in',
  async (path) => {
    const folder = useFolder()
    const before = process.cwd()
    onTestFinished(() => process.chdir(before))
    mkdirSync(`${folder}/other`)
    process.chdir(folder)
    const options = { path, bucketMillis: 1000, clock: new FakeClock() }
    const store = createSqliteBucketStore(options)
    const add = () => store.merge('users', toAggregate(1, 0), 0, { aggregation: 'sum' })
    add()
    process.chdir('other')
    add()
    await store.durable.close(0)
    expect(existsSync(`${folder}/other/${path}`)).toBe(false)
    process.chdir(folder)
    const next = createSqliteBucketStore(options)
    expect(next.pending().get('users')?.sum).toBe(2)
    await next.durable.close(0)
  },
)
