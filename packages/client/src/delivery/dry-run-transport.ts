import type { Logger } from '../log.ts'
import type { Transport } from './transport.ts'

/** Says what would be posted and takes it for delivered. Nothing leaves the process. */
export function createDryRunTransport(logger: Logger): Transport {
  return {
    post({ body }) {
      // A warning, so that whoever asked for it sees it with any logger.
      logger.warn(`Dry run, not posted: ${body}`)
      return Promise.resolve({ kind: 'answer', status: 200, body: '' })
    },
    close: () => Promise.resolve(),
  }
}
