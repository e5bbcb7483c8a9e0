/** Every line that a fault may bring into the log. */
const sayings = {
  down: /^Spikelog cannot be reached \(/u,
  up: /^Spikelog accepts points again/u,
  misconfigured: /does not answer like Spikelog \(/u,
  keyRefused: /^Spikelog refused the API key \(/u,
  quota: /^Spikelog has no chart left for `/u,
  value: /^Spikelog refused a point of chart `/u,
  undelivered: /^Undelivered at shutdown: /u,
  attempts: /^Only .* of the attempts/u,
} as const

export type Saying = keyof typeof sayings

/** How often each thing was said. Throws at a line that says anything else. */
export function countSayings(lines: readonly string[]): Partial<Record<Saying, number>> {
  const counts: Partial<Record<Saying, number>> = {}
  for (const line of lines) {
    const found = (Object.keys(sayings) as Saying[]).find((saying) => sayings[saying].test(line))
    if (found === undefined) throw new Error(`nobody expected the line: ${line}`)
    counts[found] = (counts[found] ?? 0) + 1
  }
  return counts
}
