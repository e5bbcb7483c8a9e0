import type { IncomingMessage } from 'node:http'

/** A request body: complete, over the limit, or broken off by the client. */
export type RequestBody =
  | { type: 'complete'; bytes: Uint8Array }
  | { type: 'too-large' }
  | { type: 'broken-off' }

/**
 * Makes a function that reads the body once and gives the same result to everyone who asks. What is
 * over the limit is read to its end and thrown away: a client that is still sending would otherwise
 * see a reset connection instead of the answer.
 */
export function createBodyReader(
  incoming: IncomingMessage,
  maxBytes: number,
): () => Promise<RequestBody> {
  let reading: Promise<RequestBody> | undefined
  return () => (reading ??= readBody(incoming, maxBytes))
}

function readBody(incoming: IncomingMessage, maxBytes: number): Promise<RequestBody> {
  return new Promise((resolve) => {
    let chunks: Buffer[] = []
    let size = 0
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > maxBytes) chunks = []
      else chunks.push(chunk)
    })
    incoming.once('end', () => {
      if (size > maxBytes) resolve({ type: 'too-large' })
      else resolve({ type: 'complete', bytes: Buffer.concat(chunks) })
    })
    incoming.once('error', () => resolve({ type: 'broken-off' }))
    incoming.once('close', () => resolve({ type: 'broken-off' }))
    // Whoever was gone before the listeners were added fires none of them.
    if (incoming.destroyed) resolve({ type: 'broken-off' })
  })
}
