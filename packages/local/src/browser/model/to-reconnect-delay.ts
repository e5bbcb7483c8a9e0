const [firstMillis, mostMillis] = [250, 5000]

/**
 * How long to wait before connecting again: twice as long each time, up to 5 s, and up to a quarter
 * less by chance, so that the pages of a server that restarts don't all come at once.
 *
 * @param attempt - 0 for the first
 * @param random - from 0 to 1
 */
export function toReconnectDelay(attempt: number, random: number): number {
  return Math.min(mostMillis, firstMillis * 2 ** attempt) * (1 - random / 4)
}
