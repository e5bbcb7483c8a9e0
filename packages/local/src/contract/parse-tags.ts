import { isObject } from './is-object.ts'

/** What a point may carry beside its value: a flat object. */
export type Tags = Record<string, string | number | boolean>

/** Reads `tags`, or gives `undefined` when they are not a flat object of plain values. */
export function parseTags(value: unknown): Tags | undefined {
  return isObject(value) && isFlat(value) ? value : undefined
}

function isFlat(value: Record<string, unknown>): value is Tags {
  return Object.values(value).every(
    (each) => typeof each === 'string' || typeof each === 'boolean' || Number.isFinite(each),
  )
}
