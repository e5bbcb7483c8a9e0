import type { Series } from '../../../packages/local/src/view/summarize.ts'

/** Noon of a Saturday, when every series of these tests ends. */
export const noon = Date.UTC(2026, 0, 31, 12)

/** Values a minute apart, the last of them now. */
export function toMinutes(values: readonly number[]): Series {
  const start = noon - (values.length - 1) * 60_000
  return { values, times: values.map((_, index) => start + index * 60_000) }
}
