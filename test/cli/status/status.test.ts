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
    expect(report).toEqual({
      store: expect.stringMatching(new RegExp(`^${storeFolder}/[\\da-f]{16}\\.sqlite$`, 'u')),
      state: 'up',
      charts: expect.arrayContaining([
        { chart: 'jobs', pointsUsed: 1, spanHours: 0, isPending: true },
      ]),
      newCharts: ['level'],
      maxCharts: 10,
      leftOut: [],
      pending: 2,
      dueAt: expect.any(String),
      attempts24h: { total: 1, succeeded: 1 },
      points24h: { delivered: 1, failed: 0 },
      lastError: null,
      warnings: [],
    })
    const inMillis = Date.parse(report.dueAt ?? '') - startMillis
    expect(inMillis).toBeGreaterThan(200_000)
    expect(inMillis).toBeLessThanOrEqual(330_000)
    expect([values('jobs'), values('level')]).toEqual([[1], []])
  })

  it('leaves what is due to others', async () => {
    const { run: add, environment, values } = await useAccount()
    await add('add', 'jobs')
    // By shorter buckets the one that the other began is over.
    const { run } = await useAccount({ ...environment, SPIKELOG_BUCKET_SECONDS: '0.01' })
    await expect
      .poll(async () => (await run('status')).stdout)
      .toContain('Waiting     1 chart, due now: the next command posts')
    expect(values('jobs')).toEqual([])
  })

  it('tells people, in colour on a terminal', async () => {
    const { run, runOnTerminal } = await useAccount()
    await run('add', 'jobs', '--now')
    const { stdout } = await run('status')
    expect(stdout).toMatch(/^Delivery {4}up, 100 % of 1 posts/u)
    expect(stdout).toMatch(/\njobs {3}1\/1000 {2}– {8}–\n$/u)
    const painted = (await runOnTerminal('status')).stdout
    expect(painted).toContain('\u001B[32mup\u001B[39m')
    // oxlint-disable-next-line no-control-regex -- colours are what it takes away
    expect(painted.replaceAll(/\u001B\[\d+m/gu, '')).toBe(stdout)
  })
})
