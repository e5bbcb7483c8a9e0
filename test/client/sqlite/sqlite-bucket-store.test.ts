import { createSqliteBucketStore } from '@spikelog-otel/client'
import { onTestFinished } from 'vitest'
import { FakeClock } from '../../support/fake-clock.ts'
import { testBucketStore } from '../bucket/bucket-store-contract.ts'
import { useFolder } from '../support/use-folder.ts'

testBucketStore('SQLite', ({ bucketMillis }) => {
  const path = `${useFolder()}/store.sqlite`
  const store = createSqliteBucketStore({ path, bucketMillis, clock: new FakeClock() })
  onTestFinished(() => void store.durable.close(0))
  return store
})
