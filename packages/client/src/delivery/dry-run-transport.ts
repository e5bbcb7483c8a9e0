import type { Logger } from '../log.ts'
import type { Transport } from './transport.ts'

/** Says what would be posted and takes it for delivered. Nothing leaves the process. */
export function createDryRunTransport(logger: Logger): Transport {
  return {
    post({ body }) {
      sayDryRun(logger, body)
      return Promise.resolve({ kind: 'answer', status: 200, body: '' })
    },
    close: () => Promise.resolve(),
  }
}

/** A warning, so that whoever asked for it sees it with any logger. */
export function sayDryRun(logger: Logger, body: string): void {
  logger.warn(`Dry run, not posted: ${body}`)
}
