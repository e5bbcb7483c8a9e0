import { randomUUID } from 'node:crypto'
import type { StreamEvent } from './event-stream.ts'
import { parsePosition, toPosition } from './position.ts'
import type { SyncMessage } from './sync-message.ts'

/** Changes of so many milliseconds are told together. */
const gatherMillis = 50

/** How often a page hears that the connection still is one. */
const pingMillis = 15_000

/** Where the hub finds what there is to tell. */
export interface HubSource {
  /** Id of the point that came last. */
  readonly lastPointId: () => number
  /** What a page that knows everything up to that point has to hear. */
  readonly message: (sincePointId: number | undefined) => SyncMessage
}

/** A connection to a page. */
export interface PageStream {
  /** Whether the page does not take what was sent, so that nothing more should be. */
  readonly isClogged: boolean
  readonly send: (event: StreamEvent) => void
  /** Calls the listener each time there is room again. */
  readonly onDrain: (listener: () => void) => void
  /** Settles when the connection is over. */
  readonly closed: () => Promise<void>
}

/** What is remembered of a page. */
interface Listener {
  readonly stream: PageStream
  /** The last point told; `undefined` before the first message to a page that knows nothing. */
  since: number | undefined
  /** Whether something changed since the last message. */
  isBehind: boolean
}

/**
 * Keeps all open pages up to date. It remembers of each only the last point told, and makes every
 * message from the present state: a page that takes its time hears less often, never less.
 */
export class EventHub {
  readonly #source: HubSource
  readonly #run: string = randomUUID()
  readonly #listeners = new Set<Listener>()
  #gathering: NodeJS.Timeout | undefined

  constructor(source: HubSource) {
    this.#source = source
  }

  /** Tells all pages soon that something changed. */
  changed(): void {
    for (const listener of this.#listeners) listener.isBehind = true
    this.#tellSoon()
  }

  /**
   * Tells a page what there is and what comes, until its connection is over.
   *
   * @param position - where the page stands, as told in the id of the last event it got
   */
  async serve(stream: PageStream, position: string | undefined): Promise<void> {
    const since = parsePosition(position, this.#run)
    const listener: Listener = { stream, since, isBehind: true }
    this.#listeners.add(listener)
    this.#tellAll()
    stream.onDrain(() => this.#tellSoon())
    const pinging = setInterval(() => {
      if (!stream.isClogged) stream.send({ type: 'ping', data: '' })
    }, pingMillis)
    await stream.closed()
    clearInterval(pinging)
    this.#listeners.delete(listener)
  }

  #tellSoon(): void {
    if (this.#listeners.size === 0) return
    this.#gathering ??= setTimeout(() => this.#tellAll(), gatherMillis)
  }

  #tellAll(): void {
    clearTimeout(this.#gathering)
    this.#gathering = undefined
    const pointId = this.#source.lastPointId()
    // Most pages stand at the same point: one message serves them all.
    const texts = new Map<number | undefined, string>()
    for (const listener of this.#listeners) {
      const { stream, since, isBehind } = listener
      // A page that does not take what it got is told when there is room again.
      if (!isBehind || stream.isClogged) continue
      const data = texts.get(since) ?? JSON.stringify(this.#source.message(since))
      texts.set(since, data)
      stream.send({ type: 'sync', id: toPosition(this.#run, pointId), data })
      listener.since = pointId
      listener.isBehind = false
    }
  }
}
