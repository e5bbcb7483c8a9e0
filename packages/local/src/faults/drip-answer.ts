import { STATUS_CODES } from 'node:http'
import type { Answer } from '../contract/answer.ts'
import type { Exchange } from './exchange.ts'
import type { DripFault } from './fault.ts'
import { waitMillis } from './wait-millis.ts'

/**
 * Writes the answer byte by byte, then ends the connection. It writes to the socket itself, as Node
 * sends all headers in one piece.
 */
export async function dripAnswer(
  { part, intervalMillis = 100 }: DripFault,
  answer: Answer,
  { incoming, signal, answered }: Exchange,
): Promise<void> {
  const { socket } = incoming
  const body = Buffer.from(answer.body)
  const head = toHead(answer, body.length)
  if (part === 'body') socket.write(head)
  const dripped = part === 'body' ? body : Buffer.concat([head, body])
  for (const byte of dripped) {
    await waitMillis(intervalMillis, signal)
    if (signal.aborted || socket.destroyed) return
    socket.write(Uint8Array.of(byte))
  }
  socket.end()
  answered(answer.status)
}

function toHead({ status, headers }: Answer, bodyBytes: number): Buffer {
  const lines = Object.entries({ ...headers, 'content-length': bodyBytes, connection: 'close' })
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return Buffer.from(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${head}\r\n`)
}
