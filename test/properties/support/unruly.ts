import { createMemoryBucketStore } from '@spikelog-otel/client'
import type { Attempt, BucketStore, Logger, PostRequest, Transport } from '@spikelog-otel/client'
import * as fc from 'fast-check'
import type { FakeClock } from '../../support/fake-clock.ts'
import { answer, failure } from '../../support/fake-transport.ts'

/** What a transport that obeys nothing does to a post, or to its end. */
type Unruly = 'never' | 'throws' | 'rejects' | 'afterAbort' | 'late' | 200 | 401 | 404 | 503

/** What is wrong with everything around the client. Plain data. */
export interface Trouble {
  readonly posts: readonly Unruly[]
  readonly close: 'ends' | 'never' | 'throws' | 'rejects'
  /** Taken in turn by the calls of the store. */
  readonly store: readonly ('works' | 'throws' | 'rejects' | 'never' | 'slow')[]
  readonly file: 'none' | 'works' | 'is full' | 'is no file'
  readonly logs: 'lines' | 'throws'
}

/** Any of it; an obedient one now and then, so that there is something to spoil. */
export const someTrouble: fc.Arbitrary<Trouble> = fc.record({
  posts: fc.array(
    fc.constantFrom<Unruly>('never', 'throws', 'rejects', 'afterAbort', 'late', 200, 401, 404, 503),
    { minLength: 1, maxLength: 12 },
  ),
  close: fc.constantFrom('ends', 'never', 'throws', 'rejects'),
  store: fc.oneof(
    fc.constant([]),
    fc.array(fc.constantFrom('works', 'works', 'throws', 'rejects', 'never', 'slow'), {
      minLength: 1,
      maxLength: 12,
    }),
  ),
  file: fc.constantFrom('none', 'works', 'is full', 'is no file'),
  logs: fc.constantFrom('lines', 'lines', 'throws'),
})

const lateMillis = 40_000

/** A transport that keeps none of its promises. */
export function createUnrulyTransport(clock: FakeClock, trouble: Trouble): Transport {
  let turn = 0
  return {
    post(request) {
      const kind = trouble.posts[turn % trouble.posts.length] ?? 200
      turn += 1
      return react(clock, kind, request)
    },
    close() {
      if (trouble.close === 'throws') throw new Error('close throws')
      if (trouble.close === 'rejects') return Promise.reject(new Error('close rejects'))
      return trouble.close === 'never' ? new Promise(() => {}) : Promise.resolve()
    },
  }
}

function react(clock: FakeClock, kind: Unruly, { signal }: PostRequest): Promise<Attempt> {
  switch (kind) {
    case 'throws':
      throw new Error('post throws')
    case 'rejects':
      return Promise.reject(new Error('post rejects'))
    case 'never':
      return new Promise(() => {})
    case 'late':
      return new Promise((resolve) => {
        clock.schedule(() => resolve(answer(200)), lateMillis)
      })
    case 'afterAbort':
      return new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          clock.schedule(() => resolve(failure(true)), lateMillis)
        })
      })
    case 200:
    case 401:
    case 404:
    case 503:
      return Promise.resolve(answer(kind))
  }
}

/** A store whose calls fail as told; it holds what it was given all the same. */
export function createUnrulyStore(
  clock: FakeClock,
  bucketMillis: number,
  { store: faults }: Trouble,
): BucketStore {
  const store = createMemoryBucketStore({ bucketMillis })
  let turn = 0
  const next = (): Trouble['store'][number] => {
    const fault = faults[turn % faults.length] ?? 'works'
    turn += 1
    return fault
  }
  const sync = <T>(run: () => T): T => {
    if (next() === 'throws') throw new Error('the store throws')
    return run()
  }
  const slow = <T>(run: () => T | Promise<T>): T | Promise<T> => {
    const fault = next()
    if (fault === 'throws') throw new Error('the store throws')
    if (fault === 'rejects') return Promise.reject(new Error('the store rejects'))
    if (fault === 'never') return new Promise(() => {})
    if (fault === 'works') return run()
    return new Promise<T>((resolve) => {
      clock.schedule(() => resolve(run()), lateMillis)
    })
  }
  return {
    merge: (chart, aggregate, now) => sync(() => store.merge(chart, aggregate, now)),
    claim: (query) => slow(() => store.claim(query)),
    settle: (key, settlement) => slow(() => store.settle(key, settlement)),
    nextDueMillis: () => sync(() => store.nextDueMillis()),
    pending: () => sync(() => store.pending()),
  }
}

/** The path of the fallback file; undefined for none. */
export function toFile({ file }: Trouble, folder: string): string | undefined {
  if (file === 'none') return undefined
  if (file === 'is full') return '/dev/full'
  return file === 'is no file' ? folder : `${folder}/rest.csv`
}

/** A logger that throws when it is told to. */
export function createUnrulyLogger({ logs }: Trouble): Logger {
  const log = (): void => {
    if (logs === 'throws') throw new Error('the logger throws')
  }
  return { error: log, warn: log, info: log, debug: log }
}
