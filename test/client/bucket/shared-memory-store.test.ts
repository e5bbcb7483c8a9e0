import { FakeClock } from '../../support/fake-clock.ts'
import { openSharedStore, SharedMemory } from '../../support/shared-memory-store.ts'
import { testBucketStore } from './bucket-store-contract.ts'

testBucketStore('the durable store of the tests', ({ bucketMillis }) =>
  openSharedStore(new SharedMemory(bucketMillis), new FakeClock()),
)
