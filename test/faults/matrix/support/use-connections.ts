import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import type { Finished } from './fault.ts'

const channel = 'undici:client:connected'

/** Counts the connections to an endpoint that are open, as undici tells of them. */
export function useConnections(endpoint: string, finished: Finished): () => number {
  const { port } = new URL(endpoint)
  const sockets: Socket[] = []
  const note = (message: unknown): void => {
    const { connectParams, socket } = message as {
      connectParams: { port: string }
      socket: Socket
    }
    if (connectParams.port === port) sockets.push(socket)
  }
  subscribe(channel, note)
  finished(() => void unsubscribe(channel, note))
  return () => sockets.filter(({ destroyed }) => !destroyed).length
}
