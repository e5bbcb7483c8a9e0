import { createHash } from 'node:crypto'

/**
 * The key of a point that several rows make: the same for the same rows in whatever order, so that a
 * copy of the file that is replayed again stores nothing twice. A UUID in looks (RFC 9562, version 8).
 */
export function combineKeys(keys: readonly string[]): string {
  const hash = createHash('sha256').update(keys.toSorted(byText).join()).digest('hex')
  const [, a, b, c, d, e] = /^(.{8})(.{4}).(.{3}).(.{3})(.{12})/u.exec(hash) ?? []
  return `${a}-${b}-8${c}-8${d}-${e}`
}

function byText(left: string, right: string): number {
  if (left === right) return 0
  return left < right ? -1 : 1
}
