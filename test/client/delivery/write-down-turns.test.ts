import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { settled } from '../../support/fake-clock.ts'
import { answer, failure, FakeTransport } from '../../support/fake-transport.ts'
import { readCsv } from '../../support/read-csv.ts'
import { useClient } from '../../support/use-client.ts'
import { verifies } from '../../requirements.ts'
import { useFolder } from '../support/use-folder.ts'

/** More turns of the microtask queue than there are from an answer to the next post. */
const turns = 40

describe(verifies('processEnd', 'writeDown in the turns after an answer'), () => {
  it.each([
    ['delivered', answer(200), 0],
    ['not arrived', answer(503), 2],
    ['maybe arrived', failure(true), 2],
    ['refused', answer(400, { body: '{"error":"invalid_request"}' }), 2],
    ['key refused', answer(401), 2],
    ['moved', answer(301), 2],
  ])('writes each point down once: %s', async (_what, attempt, expected) => {
    const folder = useFolder()
    for (let turn = 0; turn < turns; turn += 1) {
      const file = `${folder}/${turn}.csv`
      const { client, clock, transport } = useClient({ fallbackFile: file, maxRetries: 0 })
      const late = Promise.withResolvers<typeof attempt>()
      transport.script = () => late.promise
      client.add('users', 2)
      const flushed = client.flush()
      await settled()
      client.add('users', 5)
      late.resolve(attempt)
      for (let passed = 0; passed < turn; passed += 1) await Promise.resolve()
      client.writeDown()
      await clock.until(flushed)
      const [, ...rows] = existsSync(file) ? readCsv(readFileSync(file, 'utf8')) : []
      const sum = rows.reduce((total, row) => total + Number(row[2]), 0)
      // It takes a few turns until the answer is understood.
      const possible = turn < 5 ? [5, 7] : [5 + expected]
      expect(possible, `${turn} turns later`).toContain(sum)
      expect(client.health().pending).toBe(0)
    }
  })
})

describe(verifies('processEnd', 'writeDown in the turns of a run and of a close'), () => {
  it.each(['flush', 'close'] as const)('writes each point down once: %s', async (end) => {
    const folder = useFolder()
    const charts = ['a', 'b', 'c', 'd', 'e']
    for (let turn = 0; turn < turns; turn += 1) {
      const file = `${folder}/${turn}.csv`
      const { client, clock, transport } = useClient({ fallbackFile: file, maxCharts: 1 })
      transport.script = (_post, request) => FakeTransport.hang(request)
      for (const chart of charts) client.add(chart, 1)
      const ended = end === 'flush' ? client.flush() : client.close({ timeoutMillis: 0 })
      for (let passed = 0; passed < turn; passed += 1) await Promise.resolve()
      client.writeDown()
      // Read now, where the process ends; what goes on, in one that does not, adds nothing.
      const written = readFileSync(file, 'utf8')
      await clock.until(ended)
      expect(readFileSync(file, 'utf8'), `${turn} turns later`).toBe(written)
      const [, ...rows] = readCsv(written)
      expect(rows, `${turn} turns later`).toHaveLength(charts.length)
      expect(new Set(rows.map((row) => row[1]))).toEqual(new Set(charts))
    }
  })
})
