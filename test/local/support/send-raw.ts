import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { LocalSpikelog } from '@spikelog-otel/local'
import { onTestFinished } from 'vitest'

/** Writes text to a connection of its own, exactly as it is. */
export async function sendRaw({ url }: LocalSpikelog, text: string): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  socket.write(text)
  return socket
}

/** Reads a connection to its end, piece by piece. */
export async function readPieces(socket: Socket): Promise<string[]> {
  const pieces: string[] = []
  for await (const piece of socket) pieces.push(String(piece))
  return pieces
}

/** A complete ingest request as raw text. */
export function toRawIngest({ apiKey }: LocalSpikelog, body: string): string {
  const head = ['POST /api/v1/ingest HTTP/1.1', 'Host: 127.0.0.1', `X-API-Key: ${apiKey}`]
  return [...head, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n')
}
