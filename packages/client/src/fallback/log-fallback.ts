import type { Logger } from '../log.ts'
import type { Fallback, FallbackRow } from './fallback.ts'

/**
 * Writes rows to the log when there is no file: what a shutdown leaves undelivered as one warning,
 * what was refused as one debug line, since that comes with every bucket.
 */
export function createLogFallback(logger: Logger): Fallback {
  return {
    keepsRows: false,
    write(rows, lastFailure) {
      const atShutdown = rows.filter(({ reason }) => reason.startsWith('shutdown'))
      if (atShutdown.length > 0) {
        logger.warn(
          `Undelivered at shutdown: ${list(atShutdown)}. ${toReason(lastFailure)}` +
            'Set `fallbackFile` (SPIKELOG_FALLBACK_CSV) to keep such points in a CSV file.',
        )
      }
      const refused = rows.filter(({ reason }) => !reason.startsWith('shutdown'))
      if (refused.length > 0) logger.debug(`Not charted: ${list(refused)}.`)
      return 0
    },
  }
}

/** Ends with a blank when there is something to say. */
export function toReason(lastFailure: string | undefined): string {
  return lastFailure === undefined ? '' : `Last failure: ${lastFailure}. `
}

function list(rows: readonly FallbackRow[]): string {
  return rows
    .map(({ chart, value, reason }) =>
      reason === 'shutdown_maybe_delivered'
        ? `${chart}=${value} (may have arrived)`
        : `${chart}=${value}`,
    )
    .join(', ')
}
