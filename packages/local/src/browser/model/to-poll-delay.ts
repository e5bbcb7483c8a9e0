const [regularMillis, mostMillis] = [2000, 30_000]

/** How long an embed waits before it asks again: 2 s, after failures twice as long each, up to 30 s. */
export function toPollDelay(failures: number): number {
  return Math.min(mostMillis, regularMillis * 2 ** failures)
}
