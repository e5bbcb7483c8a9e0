const pattern = /^(\d{1,4})(m|h|d)$/
const unitMillis = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/**
 * Reads a time range such as `15m`, `6h` or `3d` as milliseconds. `all`, nothing, and what is no
 * range give `undefined`: show everything.
 */
export function parseRange(text: string | null | undefined): number | undefined {
  const [, count, unit] = pattern.exec(text ?? '') ?? []
  if (unit !== 'm' && unit !== 'h' && unit !== 'd') return undefined
  return Number(count) * unitMillis[unit] || undefined
}
