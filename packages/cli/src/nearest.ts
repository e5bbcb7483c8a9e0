/** A name further away than this is another word, not a slip. */
const furthest = 2

/** The name that was most likely meant; `undefined` when none is near. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const near = names
    .map((one) => ({ one, distance: one.startsWith(name) ? 1 : distanceOf(name, one) }))
    .filter(({ one, distance }) => name !== '' && distance <= furthest && distance < one.length)
    .sort((a, b) => a.distance - b.distance)
  return near[0]?.one
}

/** Letters to change, insert, leave out or swap with the next one (optimal string alignment). */
function distanceOf(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1]
      const changed = at(row, j - 1) + (isSame ? 0 : 1)
      const isSwapped = i > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swapped = isSwapped ? at(before, j - 2) + 1 : Infinity
      next[j] = Math.min(changed, at(row, j) + 1, at(next, j - 1) + 1, swapped)
    }
    before = row
    row = next
  }
  return at(row, b.length)
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity
}
