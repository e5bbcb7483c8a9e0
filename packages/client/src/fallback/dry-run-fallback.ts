import type { Logger } from '../log.ts'
import type { Fallback } from './fallback.ts'

/** Says which rows a real run would have written to `file`, and leaves the file alone. */
export function createDryRunFallback(file: string, logger: Logger): Fallback {
  return {
    keepsRows: true,
    write(rows) {
      const listed = rows.map(({ chart, value, reason }) => `${chart}=${value} (${reason})`)
      logger.warn(`Dry run, not written to ${file}: ${listed.join(', ')}`)
      return rows.length
    },
  }
}
