/** What an account may use, and how much of a request is read. */
export interface LocalLimits {
  /** Charts an account may have; a point for one more is refused. @default 10 */
  maxCharts: number
  /** Points a chart keeps; older ones fall off, in order of arrival. @default 1000 */
  maxPoints: number
  /** Bytes a request body may have. @default 65536 */
  maxBodyBytes: number
  /** Characters (code points) a chart name may have after trimming. @default 200 */
  maxChartNameCharacters: number
  /** Characters an `Idempotency-Key` may have. @default 255 */
  maxIdempotencyKeyCharacters: number
  /** Milliseconds for which an `Idempotency-Key` is remembered. @default 604800000 (7 days) */
  keepKeysMillis: number
}

/**
 * The limits of the hosted service's free plan where they are known (charts, points); the rest is
 * assumed. This is the one place that holds them.
 */
export const defaultLimits: Readonly<LocalLimits> = {
  maxCharts: 10,
  maxPoints: 1000,
  maxBodyBytes: 64 * 1024,
  maxChartNameCharacters: 200,
  maxIdempotencyKeyCharacters: 255,
  keepKeysMillis: 7 * 24 * 60 * 60 * 1000,
}
