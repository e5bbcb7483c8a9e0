import { readFileSync } from 'node:fs'
import { createMemoryBucketStore } from '@spikelog-otel/client'
import type { BucketStore } from '@spikelog-otel/client'
import { describe, expect, it } from 'vitest'
import { settled } from '../../support/fake-clock.ts'
import { answer, failure } from '../../support/fake-transport.ts'
import { readCsv } from '../../support/read-csv.ts'
import { bucketMillis, useClient } from '../../support/use-client.ts'
import { verifies } from '../../requirements.ts'
import { useFolder } from '../support/use-folder.ts'

/** A store outside this process: every answer takes its turns of the event loop. */
function createSlowStore(): BucketStore {
  const memory = createMemoryBucketStore({ bucketMillis })
  return {
    merge: (chart, aggregate, now) => memory.merge(chart, aggregate, now),
    claim: (query) => settled().then(() => memory.claim(query)),
    settle: (key, settlement) =>
      settled()
        .then(settled)
        .then(() => memory.settle(key, settlement)),
    nextDueMillis: () => memory.nextDueMillis(),
    pending: () => memory.pending(),
  }
}

describe(verifies('processEnd', 'the end of a client whose store answers with promises'), () => {
  it('writes down what is sealed and then what is newer', async () => {
    const file = `${useFolder()}/rest.csv`
    const { client, clock, transport } = useClient({
      fallbackFile: file,
      store: createSlowStore(),
      maxRetries: 0,
    })
    transport.script = () => failure(true)
    client.add('users', 2)
    await clock.until(client.flush())
    client.add('users', 3)
    await clock.until(client.close())
    // The fake clock's time is over long before the store has answered.
    while (client.health().pending > 0) await settled()
    await settled()
    const [, ...rows] = readCsv(readFileSync(file, 'utf8'))
    expect(rows.map((row) => row.slice(1, 4).join())).toEqual([
      'users,2,shutdown_maybe_delivered',
      'users,3,shutdown',
    ])
  })

  it('posts nothing of what the store keeps after writeDown', async () => {
    const { client, clock, transport } = useClient({ store: createSlowStore() })
    client.add('users', 2)
    client.writeDown()
    await settled()
    expect(await clock.until(client.flush())).toMatchObject({ delivered: 0, pending: 1 })
    await clock.advance(3 * bucketMillis)
    expect(transport.posts).toEqual([])
    expect(client.health().pending).toBe(1)
  })

  it('starts no run that waited behind one that was written down', async () => {
    const { client, clock, transport } = useClient({ store: createSlowStore() })
    transport.script = () =>
      new Promise((resolve) => {
        clock.schedule(() => resolve(answer(200)), 1000)
      })
    client.add('users', 2)
    const ends = [client.flush()]
    await clock.advance(10)
    client.add('visits', 3)
    ends.push(client.flush())
    client.writeDown()
    await clock.until(Promise.all(ends))
    expect(transport.posts).toHaveLength(1)
    expect(client.health().pending).toBe(1)
  })
})
