import type { PushMetricExporter } from '@opentelemetry/sdk-metrics'

/** What an exporter tells the SDK, under whatever name and from whatever package the SDK has it. */
export type ExportResult = Parameters<Parameters<PushMetricExporter['export']>[1]>[0]

/* oxlint-disable typescript/no-unsafe-enum-assignment -- the enum itself would have to be imported */

/**
 * The SDK's `ExportResultCode`, which is the same in every version. It lives in
 * `@opentelemetry/core`; as a peer that package would have to be installed by hand, and in a set-up
 * with SDK 2.x npm would try the newest one and fail with ERESOLVE.
 */
export const exportResultCode = {
  SUCCESS: 0 as ExportResult['code'],
  FAILED: 1 as ExportResult['code'],
} as const
