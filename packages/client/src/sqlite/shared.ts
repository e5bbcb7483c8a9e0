/**
 * What the store needs of the rest of the client. The build takes it from there when the store's code is
 * loaded, instead of packing it twice: nothing else is imported from outside this folder.
 */
export { copyAggregate, mergeAggregates, mergeIntoAggregate } from '../aggregate/aggregate.ts'
export { isAggregation } from '../aggregate/aggregation.ts'
export { isSketch } from '../aggregate/is-sketch.ts'
export { readAggregate } from '../aggregate/read-aggregate.ts'
export {
  cellAt,
  cellStart,
  closableCells,
  closesAfter,
  startOfGrid,
} from '../bucket/bucket-grid.ts'
export { mergeIntoSlot, notAfter, settleSlot, takeFromSlot } from '../bucket/bucket-slot.ts'
export { maxChartNames } from '../bucket/bucket-store.ts'
export { createMemoryBucketStore } from '../bucket/memory-bucket-store.ts'
export { createSystemClock } from '../clock.ts'
export { createConsoleLogger } from '../console-logger.ts'
export { createSafeLogger } from '../safe-logger.ts'
export { toOneLine } from '../to-one-line.ts'
