import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip } from 'node:zlib'
import type { LocalSpikelog } from '@spikelog-otel/local'
import { onTestFinished } from 'vitest'
import type { SyncMessage } from '../../../packages/local/src/live/sync-message.ts'

/** One server-sent event. */
interface ReceivedEvent {
  type: string
  id: string
  data: string
}

/** A connection to the stream of events. */
export interface EventsConnection {
  readonly response: IncomingMessage
  /** The next event; rejects when the connection ends before it. */
  next(): Promise<ReceivedEvent>
  /** The next sync message with its position. */
  nextSync(): Promise<SyncMessage & { position: string }>
  close(): void
}

/** Connects to the stream of events, as a page does, and lets go of it when the test ends. */
export async function useEvents(
  { url }: Pick<LocalSpikelog, 'url'>,
  path = '/events',
  headers: Record<string, string> = {},
): Promise<EventsConnection> {
  const sent = request(url + path, { headers, agent: false })
  onTestFinished(() => void sent.destroy())
  sent.end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  // What the end of the test cuts off is no failure.
  response.on('error', () => undefined)
  const events = readEvents(decode(response))
  const next = async (): Promise<ReceivedEvent> => {
    const { value, done } = await events.next()
    if (done) throw new Error('the stream ended')
    return value
  }
  return {
    response,
    next,
    nextSync: async () => {
      const { type, id, data } = await next()
      if (type !== 'sync') throw new Error(`expected a sync event, got ${type}`)
      return { ...(JSON.parse(data) as SyncMessage), position: id }
    },
    close: () => sent.destroy(),
  }
}

function decode(response: IncomingMessage): Readable {
  const encoding = response.headers['content-encoding']
  if (encoding === 'br') return response.pipe(createBrotliDecompress())
  return encoding === 'gzip' ? response.pipe(createGunzip()) : response
}

async function* readEvents(stream: Readable): AsyncGenerator<ReceivedEvent, undefined> {
  let text = ''
  for await (const piece of stream.setEncoding('utf8')) {
    text += String(piece)
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const field = (name: string): string =>
        new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1] ?? ''
      if (field('event')) yield { type: field('event'), id: field('id'), data: field('data') }
    }
  }
  return undefined
}
