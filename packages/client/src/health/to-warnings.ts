import type { Health } from './health.ts'

/** Fewer say nothing of the service. */
const fewestAttempts = 20
/** A service that answers less than this share of attempts is worth a look. */
const leastSuccess = 0.95

/** Says what should be looked into, by the attempts of the last 24 hours. */
export function toWarnings(attempts: Health['attempts24h'], lastError?: string): readonly string[] {
  const { total, succeeded } = attempts
  if (total < fewestAttempts || succeeded >= leastSuccess * total) return []
  const percent = Math.floor((100 * succeeded) / total)
  const last = lastError === undefined ? '' : ` The last failure: ${lastError}`
  return [
    `${succeeded} of ${total} attempts succeeded in the last 24 hours (${percent} %). ` +
      `What failed is kept and follows; look at the network between here and Spikelog.${last}`,
  ]
}
