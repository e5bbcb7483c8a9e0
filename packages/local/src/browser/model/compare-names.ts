/**
 * Orders names as people do: `cpu 2` before `cpu 10`, small and capital letters alike, letters with
 * accents beside those without. Written by hand, because the first comparison by `Intl` costs a page
 * some 12 ms.
 */
export function compareNames(a: string, b: string): number {
  const [partsOfA, partsOfB] = [toParts(a), toParts(b)]
  for (const [index, part] of partsOfA.entries()) {
    const other = partsOfB[index]
    if (other === undefined) return 1
    const order = compareParts(part, other)
    if (order !== 0) return order
  }
  return partsOfA.length - partsOfB.length || compareTexts(a, b)
}

/** Numbers and what stands between them. */
function toParts(name: string): string[] {
  return (
    name
      .normalize('NFKD')
      .toLowerCase()
      .match(/\d+|\D+/gu) ?? []
  )
}

function compareParts(a: string, b: string): number {
  if (!isNumber(a) || !isNumber(b)) return compareTexts(a, b)
  const [numberA, numberB] = [a.replace(/^0+/u, ''), b.replace(/^0+/u, '')]
  return numberA.length - numberB.length || compareTexts(numberA, numberB)
}

function isNumber(part: string): boolean {
  return /^\d/u.test(part)
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
