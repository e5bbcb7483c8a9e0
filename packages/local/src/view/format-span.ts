const units: readonly (readonly [unit: string, seconds: number])[] = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
]

/** A length of time in its two largest units, such as `3 d 11 h`, `5 min`, `0 s`. */
export function formatSpan(millis: number): string {
  let seconds = Math.round(Math.max(0, millis) / 1000)
  const start = units.findIndex(([, size]) => seconds >= size)
  if (start === -1) return '0 s'
  const parts: string[] = []
  for (const [unit, size] of units.slice(start, start + 2)) {
    const count = Math.floor(seconds / size)
    seconds -= count * size
    if (count > 0) parts.push(`${count} ${unit}`)
  }
  return parts.join(' ')
}
