import type { Finished, Scene } from './fault.ts'
import { useLocalOf } from './injected.ts'
import { relay, useRelay } from './use-relay.ts'

/** The status comes, then the connection is reset. */
export async function prepareCutAnswer(finished: Finished): Promise<Scene> {
  const local = await useLocalOf(finished)
  const { port, pathname } = new URL(local.endpoint)
  let isCut = false
  const relayed = await useRelay(finished, (socket) => {
    const upstream = relay(socket, Number(port))
    upstream.unpipe(socket)
    upstream.on('data', (bytes) => {
      if (!isCut) {
        socket.write(bytes)
        return
      }
      const bodyAt = bytes.indexOf('\r\n\r\n') + 5
      socket.write(bytes.subarray(0, bodyAt), () => socket.resetAndDestroy())
    })
    upstream.resume()
  })
  return {
    local: () => local,
    endpoint: `http://127.0.0.1:${relayed}${pathname}`,
    start: () => {
      isCut = true
    },
    end: () => {
      isCut = false
    },
  }
}
