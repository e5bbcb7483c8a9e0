import { createMemoryBucketStore } from '@spikelog-otel/client'
import { testBucketStore } from './bucket-store-contract.ts'

testBucketStore('memory', createMemoryBucketStore)
