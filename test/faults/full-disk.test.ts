import { describe, expect, it, onTestFinished } from 'vitest'
import { useTemporaryFile } from '../local/support/use-temporary-file.ts'
import { verifies } from '../requirements.ts'
import { KeepAliveConnection } from '../support/keep-alive-connection.ts'
import { readCharts } from './support/read-charts.ts'
import { ServerProcess } from './support/server-process.ts'

async function connect(server: ServerProcess): Promise<KeepAliveConnection> {
  onTestFinished(() => server.kill())
  return KeepAliveConnection.open(await server.listening())
}

function post(connection: KeepAliveConnection, value: number) {
  return connection.send({
    path: '/api/v1/ingest',
    headers: { 'X-API-Key': 'sk_local', 'Idempotency-Key': String(value) },
    body: JSON.stringify({ chart: 'users', value }),
  })
}

describe(verifies('durability', 'a server whose disk is full'), () => {
  it('answers 500, shows what it acknowledged, and goes on when there is room', async () => {
    const file = useTemporaryFile('spikelog.db')
    const full = new ServerProcess({ file }, 256 * 1024)
    const connection = await connect(full)
    const values = Array.from({ length: 200 }, (_, index) => index)
    const kept: number[] = []
    const refused: number[] = []
    const refusals = new Set<string>()
    for (const value of values) {
      const { status, body } = await post(connection, value)
      if (status === 200) kept.push(value)
      else refused.push(value)
      if (status !== 200) refusals.add(`${status} ${body}`)
    }
    expect([...refusals]).toEqual([expect.stringMatching(/^500 .*internal_error.* disk /)])
    expect(kept.length).toBeGreaterThan(5)
    expect(refused.length).toBeGreaterThan(5)
    expect(await readCharts(connection)).toEqual(new Map([['users', kept]]))
    await full.kill()

    const roomy = await connect(new ServerProcess({ file }))
    expect(await readCharts(roomy)).toEqual(new Map([['users', kept]]))
    // The same keys again, of those who were refused: nothing is in the way, nothing there twice.
    for (const value of values) expect(await post(roomy, value)).toMatchObject({ status: 200 })
    expect(await readCharts(roomy)).toEqual(new Map([['users', [...kept, ...refused]]]))
  })
})
