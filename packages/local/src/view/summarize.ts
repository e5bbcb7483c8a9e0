/** Points as two lists of equal length, oldest first. */
export interface Series {
  /** Milliseconds since 1970. */
  times: readonly number[]
  values: readonly number[]
}

/** What a chart says in numbers beside its line. */
export interface Summary {
  count: number
  last: number
  min: number
  max: number
  firstAtMillis: number
  lastAtMillis: number
  /**
   * Average of the newer half against that of the older half, as a share of the latter: 0.12 is
   * 12 % more. `undefined` with fewer than four points or where a share of zero would be asked.
   */
  trend: number | undefined
}

/** Sums a series up, or gives `undefined` when it is empty. */
export function summarize({ times, values }: Series): Summary | undefined {
  const last = values.at(-1)
  if (last === undefined) return undefined
  let [min, max] = [last, last]
  for (const value of values) {
    if (value < min) min = value
    if (value > max) max = value
  }
  let [firstAtMillis, lastAtMillis] = [Infinity, -Infinity]
  for (const time of times) {
    if (time < firstAtMillis) firstAtMillis = time
    if (time > lastAtMillis) lastAtMillis = time
  }
  return {
    count: values.length,
    last,
    min,
    max,
    firstAtMillis,
    lastAtMillis,
    trend: toTrend(values),
  }
}

function toTrend(values: readonly number[]): number | undefined {
  if (values.length < 4) return undefined
  const middle = Math.floor(values.length / 2)
  const older = average(values.slice(0, middle))
  const newer = average(values.slice(middle))
  const trend = (newer - older) / Math.abs(older)
  return Number.isFinite(trend) ? trend : undefined
}

function average(values: readonly number[]): number {
  // Divided first: the sum of huge values may not be a number any more.
  return values.reduce((sum, value) => sum + value / values.length, 0)
}
