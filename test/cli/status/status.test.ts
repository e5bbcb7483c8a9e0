import { describe, expect, it } from 'vitest'
import type { StatusReport } from '../../../packages/cli/src/status/status-report.ts'
import { useAccount } from '../support/use-account.ts'

describe('spikelog status', () => {
  it('tells programs of what was posted and of what waits, and posts nothing', async () => {
    const { run, storeFolder, values } = await useAccount()
    await run('add', 'jobs', '--now')
    await run('add', 'jobs')
    await run('set', 'level', '5')
    const startMillis = Date.now()
    const { exitCode, stdout, stderr } = await run('status', '--json')
    expect([exitCode, stderr]).toEqual([0, ''])
    const report = JSON.parse(stdout) as StatusReport
    expect(report).toMatchObject({
      store: expect.stringMatching(new RegExp(`^${storeFolder}/[\\da-f]{16}\\.sqlite$`, 'u')),
      state: 'up',
      maxCharts: 10,
      leftOut: [],
      pending: 2,
      dueAt: expect.any(String),
      lastError: null,
      warnings: [],
    })
    const inMillis = Date.parse(report.dueAt ?? '') - startMillis
    expect(inMillis).toBeGreaterThan(200_000)
    expect(inMillis).toBeLessThanOrEqual(330_000)
    expect([values('jobs'), values('level')]).toEqual([[1], []])
  })
})
