import { DatabaseSync } from 'node:sqlite'
import type { LocalSpikelog } from '@spikelog-otel/local'
import { describe, expect, it } from 'vitest'
import { KeepAliveConnection, type RawRequest } from '../../support/keep-alive-connection.ts'
import { postPoint } from '../support/post-point.ts'
import { useLocalSpikelog } from '../support/use-local-spikelog.ts'
import { useTemporaryFile } from '../support/use-temporary-file.ts'

/** A Spikelog whose file refuses the value 13, and any deletion of the chart `kept`. */
async function useFailingFile(): Promise<{ spikelog: LocalSpikelog; file: string }> {
  const file = useTemporaryFile('spikelog.db')
  await (await useLocalSpikelog({ file })).close()
  const database = new DatabaseSync(file)
  database.exec(`
    CREATE TRIGGER refuse_point BEFORE INSERT ON points WHEN NEW.value = 13
      BEGIN SELECT RAISE(ABORT, 'no luck'); END;
    CREATE TRIGGER refuse_deletion BEFORE DELETE ON charts WHEN OLD.name = 'kept'
      BEGIN SELECT RAISE(ABORT, 'no luck'); END;
  `)
  database.close()
  return { spikelog: await useLocalSpikelog({ file }), file }
}

function toPost(chart: string, value: number): RawRequest {
  const headers = { 'X-API-Key': 'sk_local', 'Idempotency-Key': `${chart} ${value}` }
  return { path: '/api/v1/ingest', headers, body: JSON.stringify({ chart, value }) }
}

const failure = {
  error: 'internal_error',
  message: 'The local Spikelog failed: no luck',
}

describe('a change that the file refuses', () => {
  it('is answered 500, leaves nothing visible, and harms no other', async () => {
    const { spikelog } = await useFailingFile()
    await postPoint(spikelog, { chart: 'users', value: 1 })
    const { status, body } = await postPoint(spikelog, { chart: 'new', value: 13 })
    expect([status, body]).toEqual([500, failure])
    expect(spikelog.charts().map(({ chart }) => chart)).toEqual(['users'])
    expect((await postPoint(spikelog, { chart: 'users', value: 2 })).status).toBe(200)
    expect(spikelog.points('users').map(({ value }) => value)).toEqual([1, 2])
  })

  it('takes the others of its turn with it, and their keys can be used again', async () => {
    const { spikelog, file } = await useFailingFile()
    const connection = await KeepAliveConnection.open(Number(new URL(spikelog.url).port))
    await connection.send(toPost('users', 1))
    const told: number[] = []
    spikelog.onPoint(({ value }) => told.push(value))
    const posts = [toPost('users', 2), toPost('new', 3), toPost('users', 13)]
    const answers = await connection.sendAll(posts)
    expect(answers.map(({ status }) => status)).toEqual([500, 500, 500])
    expect(told).toEqual([])
    expect(spikelog.charts()).toMatchObject([{ chart: 'users', points: 1 }])

    const again = await connection.sendAll(posts.slice(0, 2))
    expect(again.map(({ status }) => status)).toEqual([200, 200])
    connection.close()
    const before = [spikelog.points('users'), spikelog.points('new')]
    await spikelog.close()
    const restarted = await useLocalSpikelog({ file })
    expect([restarted.points('users'), restarted.points('new')]).toEqual(before)
    expect(before.map((points) => points.map(({ value }) => value))).toEqual([[1, 2], [3]])
  })

  it('keeps a chart that could not be deleted', async () => {
    const { spikelog } = await useFailingFile()
    await postPoint(spikelog, { chart: 'kept', value: 1 })
    const response = await fetch(`${spikelog.url}/api/v1/charts/kept`, {
      method: 'DELETE',
      headers: { 'x-api-key': spikelog.apiKey },
    })
    expect([response.status, await response.json()]).toEqual([500, failure])
    expect(spikelog.points('kept').map(({ value }) => value)).toEqual([1])
    expect((await postPoint(spikelog, { chart: 'kept', value: 2 })).status).toBe(200)
  })
})
