export { startLocalSpikelog } from './start-local-spikelog.ts'

export type { LocalLimits } from './contract/limits.ts'
export type { Tags } from './contract/parse-tags.ts'
export type { RefusalCode, RefusalStatuses } from './contract/refusal-statuses.ts'
export type {
  DelayFault,
  DripFault,
  Fault,
  FaultBody,
  FaultFunction,
  FaultPlan,
  FaultRate,
  FaultRequest,
  FaultStage,
  HangFault,
  RedirectFault,
  ResetFault,
  StatusFault,
} from './faults/fault.ts'
export type { RequestCounts } from './http/request-counter.ts'
export type { LocalSpikelog, StoredPoint } from './local-spikelog.ts'
export type { LocalSpikelogOptions } from './options/local-options.ts'
export type { LocalChart, LocalPoint } from './store/local-chart.ts'
