/** Digits of a value that a line, a cursor or a label can show. */
const significantDigits = 4

/** Shares of the shortest step between two points that nobody sees. */
const stepsPerGap = 50

/**
 * Rounds values to what can be seen: whole numbers stay as they are, others keep four significant
 * digits of themselves and of the range that all of them span, whichever is finer. Most of the bytes
 * of a page's data would otherwise be digits of averages far behind the last that is ever drawn.
 */
export function toDrawnValues(values: readonly number[]): number[] {
  let [least, most] = [Infinity, -Infinity]
  for (const value of values) {
    if (value < least) least = value
    if (value > most) most = value
  }
  const range = most - least || Infinity
  return values.map((value) => round(value, Math.min(Math.abs(value), range)))
}

function round(value: number, size: number): number {
  if (Number.isInteger(value)) return value
  const decimals = significantDigits - 1 - Math.floor(Math.log10(size))
  return decimals <= 30 ? Number(value.toFixed(Math.max(0, decimals))) : value
}

/**
 * Turns times into the first and the step to each next, rounded to at most a fiftieth of the
 * shortest step, so that regular points a few milliseconds off give the same numbers.
 */
export function toDrawnTimes(times: readonly number[]): number[] {
  let shortest = Infinity
  let before = times[0] ?? 0
  for (const time of times) {
    const gap = Math.abs(time - before)
    if (gap > 0 && gap < shortest) shortest = gap
    before = time
  }
  const exponent = Math.floor(Math.log10(shortest / stepsPerGap))
  const unit = Number.isFinite(exponent) && exponent > 0 ? 10 ** exponent : 1
  let last = 0
  return times.map((time) => {
    const rounded = Math.round(time / unit) * unit
    const step = rounded - last
    last = rounded
    return step
  })
}
