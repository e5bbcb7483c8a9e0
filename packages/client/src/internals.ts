/**
 * Building blocks for the packages beside this one (exporter, command line, shared stores). Not for
 * apps: no promise is made of them between versions.
 */
export {
  copySketch,
  createSketch,
  maxSketchBuckets,
  mergeIntoSketch,
  toBucketIndex,
  toSketch,
} from './aggregate/quantile-sketch.ts'
export { isChartName, toChartName } from './chart/chart-name.ts'
export { within } from './clock.ts'
export { describeValue } from './describe-value.ts'
export { Account } from './delivery/account.ts'
export { errorCodeOf, judgeRejection } from './delivery/classify-attempt.ts'
export { createTransport, graceOf } from './delivery/create-delivery.ts'
export { explainAttempt } from './delivery/explain-attempt.ts'
export { createHttpTransport } from './delivery/http-transport.ts'
export { RetryLead } from './delivery/retry-lead.ts'
export { createRetryingTransport } from './delivery/retrying-transport.ts'
export { createUndiciDispatcher } from './delivery/undici-dispatcher.ts'
export { readProcessEnvironment } from './environment.ts'
export { csvHeader, toCsvRow } from './fallback/csv-row.ts'
export { isInRollout, sayLeftOutOfRollout } from './is-in-rollout.ts'
export { aBoolean, anObjectWith, aNumber, aWholeNumber, oneOf } from './options/expectation.ts'
export { isLoopback } from './options/is-loopback.ts'
export { OptionReader } from './options/option-reader.ts'
export { isDurable, readClientOptions } from './options/resolve-client-options.ts'
export { loadSqliteStore } from './sqlite/load-sqlite-store.ts'
export * from './sqlite/shared.ts'
export { toAccountId } from './to-account-id.ts'

export type { Delivery } from './delivery/retrying-transport.ts'
export type { Attempt } from './delivery/transport.ts'
export type { Dispatcher } from './delivery/undici-dispatcher.ts'
export type { OwnSketch } from './aggregate/quantile-sketch.ts'
export type { Expectation } from './options/expectation.ts'
export type { OptionSource } from './options/option-reader.ts'
export type { ResolvedClientOptions } from './options/client-options.ts'
