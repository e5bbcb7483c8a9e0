import { once } from 'node:events'
import type { ResetFault } from './fault.ts'
import type { Exchange } from './exchange.ts'

/** Resets the connection; for stage `body` when the first part of the body is in. */
export async function resetConnection(fault: ResetFault, { incoming }: Exchange): Promise<void> {
  if (fault.stage === 'body') await bodyHasBegun(incoming)
  incoming.socket.resetAndDestroy()
}

async function bodyHasBegun(incoming: Exchange['incoming']): Promise<void> {
  if (incoming.readableDidRead || incoming.destroyed) return
  const events = ['data', 'end', 'close'].map((event) => once(incoming, event))
  // once() rejects on 'error': the client was faster, which is all the same here.
  await Promise.race(events).catch(() => undefined)
}
