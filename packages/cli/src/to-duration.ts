const units = [
  ['day', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const

/** Says a duration in words, by its two greatest units: `3 days 11 h`, `5 min`. */
export function toDuration(millis: number): string {
  const seconds = Math.max(Math.round(millis / 1000), 0)
  const first = units.findIndex(([, size]) => seconds >= size)
  if (first === -1) return '0 s'
  const [, size] = units[first] ?? units[3]
  const [, nextSize] = units[first + 1] ?? units[3]
  // Rounded to the smaller unit, so that it never says 60 min.
  const rounded = Math.round(seconds / nextSize) * nextSize
  if (rounded !== seconds) return toDuration(rounded * 1000)
  const rest = (seconds % size) / nextSize
  const parts = [say(Math.floor(seconds / size), first)]
  if (rest > 0 && first + 1 < units.length) parts.push(say(rest, first + 1))
  return parts.join(' ')
}

function say(count: number, index: number): string {
  const [name] = units[index] ?? units[3]
  return `${count} ${name === 'day' && count !== 1 ? 'days' : name}`
}
