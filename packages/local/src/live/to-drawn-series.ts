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
 * Turns times into the first and the step to each next, off by at most a hundredth of the shortest
 * step, so that regular points a few milliseconds off give the same numbers. Where the usual step
 * comes near enough it is taken: rounded by itself, each time that lies halfway between two round ones
 * would go up or down by chance, and a page's data would be a tenth larger.
 */
export function toDrawnTimes(times: readonly number[]): number[] {
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0))
  const shortest = gaps.reduce((least, gap) => Math.min(least, Math.abs(gap) || least), Infinity)
  const exponent = Math.floor(Math.log10(shortest / stepsPerGap))
  const unit = Number.isFinite(exponent) && exponent > 0 ? 10 ** exponent : 1
  const tolerance = unit === 1 ? 0 : Math.min(unit, shortest / (2 * stepsPerGap))
  const usualStep = Math.round(medianOf(gaps) / unit) * unit
  let last = 0
  return times.map((time) => {
    const isUsual = Math.abs(last + usualStep - time) <= tolerance
    const drawn = isUsual ? last + usualStep : Math.round(time / unit) * unit
    const step = drawn - last
    last = drawn
    return step
  })
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
}
