import { describe, expect, it } from 'vitest'
import {
  type EventConnection,
  createEventStream,
} from '../../../../packages/local/src/browser/connection/event-stream.ts'
import { FakeSchedule } from '../support/fake-schedule.ts'

class FakeConnection implements EventConnection {
  isClosed = false
  readonly url: string
  readonly #listeners = new Map<string, (event: { data?: string; lastEventId?: string }) => void>()

  constructor(url: string) {
    this.url = url
  }

  readonly addEventListener: EventConnection['addEventListener'] = (type, listener) => {
    this.#listeners.set(type, listener)
  }

  close(): void {
    this.isClosed = true
  }

  emit(type: string, event: { data?: string; lastEventId?: string } = {}): void {
    this.#listeners.get(type)?.(event)
  }
}

function setUp() {
  const clock = new FakeSchedule()
  const connections: FakeConnection[] = []
  const heard: string[] = []
  const states: boolean[] = []
  const stream = createEventStream({
    connect(url) {
      const connection = new FakeConnection(url)
      connections.push(connection)
      return connection
    },
    schedule: clock.schedule,
    random: () => 0,
    onSync: (data) => heard.push(data),
    onState: (isLive) => states.push(isLive),
  })
  const last = () => connections.at(-1) ?? new FakeConnection('none')
  return { clock, connections, heard, states, stream, last }
}

describe('createEventStream', () => {
  it('hears messages and says that it is live', () => {
    const { last, heard, states } = setUp()
    expect(last().url).toBe('/events')
    last().emit('open')
    last().emit('sync', { data: 'first', lastEventId: '1' })
    expect([heard, states]).toEqual([['first'], [true]])
  })

  it('goes on after the last message when the connection is lost', () => {
    const { last, clock, connections, states } = setUp()
    last().emit('sync', { data: 'first', lastEventId: 'a b' })
    last().emit('error')
    expect(last().isClosed).toBe(true)
    expect(states).toEqual([false])
    expect(clock.waiting).toEqual([250])
    clock.run()
    expect(connections).toHaveLength(2)
    expect(last().url).toBe('/events?after=a%20b')
  })

  it('waits longer each time until it hears something', () => {
    const { last, clock } = setUp()
    const delays: number[] = []
    for (let attempt = 0; attempt < 4; attempt += 1) {
      // A server that takes connections and drops them is no reason to hurry.
      last().emit('open')
      last().emit('error')
      delays.push(...clock.waiting)
      clock.run()
    }
    expect(delays).toEqual([250, 500, 1000, 2000])
    last().emit('sync', { data: '', lastEventId: '1' })
    last().emit('error')
    expect(clock.waiting).toEqual([250])
  })

  it('takes 45 s of silence for a lost connection, and each ping puts that off', () => {
    const { last, clock, connections } = setUp()
    last().emit('ping')
    expect(clock.waiting).toEqual([45_000])
    clock.run()
    expect(last().isClosed).toBe(true)
    clock.run()
    expect(connections).toHaveLength(2)
  })

  it('connects at once when it is woken, but not twice', () => {
    const { last, clock, connections, stream } = setUp()
    stream.wake()
    expect(connections).toHaveLength(1)
    last().emit('error')
    stream.wake()
    stream.wake()
    expect(connections).toHaveLength(2)
    expect(clock.waiting).toEqual([45_000])
  })

  it('does not hear a connection that was given up', () => {
    const { last, heard, states } = setUp()
    const old = last()
    old.emit('error')
    old.emit('sync', { data: 'late', lastEventId: '9' })
    old.emit('error')
    expect([heard, states]).toEqual([[], [false]])
  })
})
