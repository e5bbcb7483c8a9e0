import type { Logger } from '../log.ts'
import type { AccountState } from './account.ts'

/** Logs one line when the account's state changes, none per failure. */
export function reportAccount(
  logger: Logger,
  change: { readonly from: AccountState; readonly to: AccountState; readonly reason: string },
  endpoint: string,
): void {
  const { from, to, reason } = change
  if (from === to) return
  switch (to) {
    case 'up':
      logger.info(
        'Spikelog accepts points again; what was kept meanwhile has been posted or follows.',
      )
      break
    case 'down':
      logger.warn(
        `Spikelog cannot be reached (${reason}). Measurements are kept and posted when it is back; ` +
          'it is tried once a bucket.',
      )
      break
    case 'key_refused':
      logger.error(
        `Spikelog refused the API key (${reason}). Check \`apiKey\` (SPIKELOG_API_KEY). ` +
          'Measurements are kept; the key is tried again every 15 minutes.',
      )
      break
    case 'misconfigured':
      logger.error(
        `${endpoint} does not answer like Spikelog (${reason}). ` +
          'Check `endpoint` (SPIKELOG_ENDPOINT): scheme, host and path. Redirects are not followed. ' +
          'Measurements are kept; it is tried again every 15 minutes.',
      )
      break
  }
}
