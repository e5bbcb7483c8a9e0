const bars = '▁▂▃▄▅▆▇█'.split('')

/** Draws the newest `width` values from their lowest to their highest, the newest at the right. */
export function toSparkline(values: readonly number[], width: number): string {
  const shown = values.slice(-Math.max(1, width))
  const low = Math.min(...shown)
  const range = Math.max(...shown) - low
  return shown
    .map((value) => bars[range === 0 ? 0 : Math.round(((value - low) / range) * (bars.length - 1))])
    .join('')
}
