import type { ValueBounds } from './to-value-bounds.ts'

/**
 * Round values for the labels of the value axis. Of our own making, because uPlot's run for ever
 * where steps vanish beside the values, and senders choose the values.
 *
 * @param count - how many there is room for; about as many come out
 */
export function toValueTicks({ low, high }: ValueBounds, count: number): number[] {
  const step = toRoundStep((high / 2 - low / 2) / (count / 2))
  if (!(step > 0) || !Number.isFinite(step)) return []
  const [first, last] = [Math.ceil(low / step), Math.floor(high / step)]
  if (last - first > count * 3) return []
  const ticks = new Set<number>()
  for (let index = 0; index <= last - first; index += 1) {
    // Through text, or 3 * 0.1 would be 0.30000000000000004.
    ticks.add(Number(((first + index) * step).toPrecision(15)))
  }
  return [...ticks].filter((tick) => tick >= low && tick <= high)
}

/** The next larger of 1, 2, 5, 10, 20, 50, … */
function toRoundStep(atLeast: number): number {
  const unit = 10 ** Math.floor(Math.log10(atLeast))
  const factor = [1, 2, 5].find((candidate) => candidate * unit >= atLeast) ?? 10
  return factor * unit
}
