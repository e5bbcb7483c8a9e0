import { toReconnectDelay } from '../model/to-reconnect-delay.ts'

/** What is used of the browser's `EventSource`. */
export interface EventConnection {
  addEventListener: (
    type: 'open' | 'sync' | 'ping' | 'error',
    listener: (event: { data?: string; lastEventId?: string }) => void,
  ) => void
  close: () => void
}

/** What a stream needs and whom it tells. */
export interface EventStreamParts {
  connect: (url: string) => EventConnection
  /** Calls back later; gives the function that calls it off. */
  schedule: (callback: () => void, millis: number) => () => void
  random: () => number
  onSync: (data: string) => void
  onState: (isLive: boolean) => void
}

/** A connection to the server's events that comes back whenever it is lost. */
export interface EventStream {
  /** Connects at once where it is not connected: the network or the reader is back. */
  wake: () => void
}

/** The server says something every 15 s; three of them missed, and the connection is taken for dead. */
const silenceMillis = 45_000

/**
 * Opens the stream of events. Browsers reconnect by themselves too, but not after every error, at
 * their own pace, and they don't notice a connection that is only silent.
 */
export function createEventStream(parts: EventStreamParts): EventStream {
  let connection: EventConnection | undefined
  let cancel: (() => void) | undefined
  let position: string | undefined
  let attempt = 0

  const lose = () => {
    connection?.close()
    connection = undefined
    parts.onState(false)
    cancel?.()
    cancel = parts.schedule(open, toReconnectDelay(attempt, parts.random()))
    attempt += 1
  }

  const hear = () => {
    cancel?.()
    cancel = parts.schedule(lose, silenceMillis)
  }

  function open(): void {
    const opened = parts.connect(
      position === undefined ? '/events' : `/events?after=${encodeURIComponent(position)}`,
    )
    connection = opened
    hear()
    // What a connection says that was given up meanwhile is not heard.
    const listen: EventConnection['addEventListener'] = (type, listener) =>
      opened.addEventListener(type, (event) => {
        if (connection === opened) listener(event)
      })
    listen('error', lose)
    listen('open', () => parts.onState(true))
    listen('ping', hear)
    listen('sync', ({ data = '', lastEventId }) => {
      hear()
      attempt = 0
      parts.onSync(data)
      position = lastEventId
    })
  }

  open()
  return {
    wake() {
      if (connection) return
      cancel?.()
      attempt = 0
      open()
    },
  }
}
