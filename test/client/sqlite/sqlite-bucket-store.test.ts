import { createSqliteBucketStore } from '@spikelog-otel/client'
import { onTestFinished } from 'vitest'
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
