import { formatValue } from '../../view/format-value.ts'

/** Labels of the value axis. Where short ones would be the same, the values are far from zero and close together: then in full. */
export function toTickLabels(ticks: readonly number[]): string[] {
  const labels = ticks.map(formatValue)
  return new Set(labels).size === ticks.length ? labels : ticks.map(String)
}
