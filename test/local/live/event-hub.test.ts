import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { StreamEvent } from '../../../packages/local/src/live/event-stream.ts'
import { EventHub } from '../../../packages/local/src/live/event-hub.ts'
import type { SyncMessage } from '../../../packages/local/src/live/sync-message.ts'

/** A page's connection that can be clogged by hand. */
class FakeStream {
  isClogged = false
  readonly events: StreamEvent[] = []
  #drain: () => void = () => {}
  #close: () => void = () => {}
  readonly #closed = new Promise<void>((resolve) => (this.#close = resolve))

  send = (event: StreamEvent): void => void this.events.push(event)
  onDrain = (listener: () => void): void => void (this.#drain = listener)
  closed = (): Promise<void> => this.#closed

  drain(): void {
    this.isClogged = false
    this.#drain()
  }

  close(): void {
    this.#close()
  }

  /** What the messages so far went on from. */
  get told(): (number | undefined)[] {
    return this.events
      .filter(({ type }) => type === 'sync')
      .map(({ data }) => (JSON.parse(data) as { since?: number }).since)
  }
}

function useHub() {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  let lastPointId = 0
  const message = vi.fn<(since: number | undefined) => SyncMessage>(
    (since) => ({ since }) as unknown as SyncMessage,
  )
  const hub = new EventHub({ lastPointId: () => lastPointId, message })
  const change = (): void => {
    lastPointId += 1
    hub.changed()
  }
  const connect = (): FakeStream => {
    const stream = new FakeStream()
    void hub.serve(stream, undefined)
    return stream
  }
  return { change, connect, message }
}

describe('EventHub', () => {
  it('tells changes that come close together at once', () => {
    const { change, connect } = useHub()
    const page = connect()
    change()
    change()
    vi.advanceTimersByTime(49)
    expect(page.told).toEqual([undefined])
    vi.advanceTimersByTime(1)
    expect(page.told).toEqual([undefined, 0])
    vi.advanceTimersByTime(1000)
    expect(page.told).toHaveLength(2)
  })

  it('tells a page that did not read once, when it reads again, of all it missed', () => {
    const { change, connect } = useHub()
    const [slow, fast] = [connect(), connect()]
    slow.isClogged = true
    for (let n = 0; n < 3; n += 1) {
      change()
      vi.advanceTimersByTime(50)
    }
    expect([slow.told, fast.told]).toEqual([[undefined], [undefined, 0, 1, 2]])
    slow.drain()
    vi.advanceTimersByTime(50)
    expect(slow.told).toEqual([undefined, 0])
    expect(fast.told).toHaveLength(4)
  })

  it('says nothing when a page has room again and nothing changed', () => {
    const { connect } = useHub()
    const page = connect()
    page.drain()
    vi.advanceTimersByTime(100)
    expect(page.told).toHaveLength(1)
  })

  it('makes one message for all pages that stand at the same point', () => {
    const { change, connect, message } = useHub()
    for (let n = 0; n < 5; n += 1) connect()
    message.mockClear()
    change()
    vi.advanceTimersByTime(50)
    expect(message).toHaveBeenCalledTimes(1)
  })

  it('lets the page know every 15 s that the connection still is one, unless it is clogged', () => {
    const { connect } = useHub()
    const page = connect()
    const pings = (): number => page.events.filter(({ type }) => type === 'ping').length
    vi.advanceTimersByTime(30_000)
    expect(pings()).toBe(2)
    page.isClogged = true
    vi.advanceTimersByTime(60_000)
    expect(pings()).toBe(2)
  })

  it('forgets a page that is gone and leaves no timer', async () => {
    const { change, connect } = useHub()
    const page = connect()
    page.close()
    await vi.advanceTimersByTimeAsync(0)
    change()
    expect(vi.getTimerCount()).toBe(0)
    expect(page.told).toHaveLength(1)
  })
})
