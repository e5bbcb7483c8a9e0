export { AppProcess } from './app-process.ts'
export { findFreePort } from './find-free-port.ts'
export { toCleanEnvironment } from './to-clean-environment.ts'
export { parsePrometheus } from './parse-prometheus.ts'
export { runChecks } from './run-checks.ts'
export { startOtlpReceiver } from './otlp-receiver.ts'
export { until } from './until.ts'

export type { OtlpDataPoint, OtlpMetric, OtlpReceiver } from './otlp-receiver.ts'
