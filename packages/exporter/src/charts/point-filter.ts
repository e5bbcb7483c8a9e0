import type { AttributeFilter } from './chart-rule.ts'
import type { PointFilter } from './point-reader.ts'

/** Makes the test of a rule's `where`; `undefined` when everything counts. */
export function toWhereFilter(where: AttributeFilter | undefined): PointFilter | undefined {
  const wanted = Object.entries(where ?? {})
  if (wanted.length === 0) return undefined
  return (attributes) =>
    attributes !== undefined && wanted.every(([key, value]) => attributes[key] === value)
}

/** Joins two tests; either may be missing. */
export function bothFilters(
  a: PointFilter | undefined,
  b: PointFilter | undefined,
): PointFilter | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return (attributes) => a(attributes) && b(attributes)
}
