import { describe, expect, it } from 'vitest'
import type { StatusReport } from '../../packages/cli/src/status/status-report.ts'
import { silent, useAccount } from './support/use-account.ts'
import type { TestAccount } from './support/use-account.ts'

async function readStatus({ run }: TestAccount): Promise<[charts: string[], leftOut: string[]]> {
  const report = JSON.parse((await run('status', '--json')).stdout) as StatusReport
  return [report.charts.map(({ chart }) => chart), [...report.leftOut]]
}

describe('spikelog forget', () => {
  it('gives a chart’s slot to another', async () => {
    const account = await useAccount({ SPIKELOG_MAX_CHARTS: '1', SPIKELOG_PREFIX: 'host1' })
    const { run, values } = account
    expect(await run('add', 'first', '--now')).toEqual(silent)
    const { exitCode, stderr } = await run('add', 'second', '--now')
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/^spikelog: Left out of the 1 charts: host1\.second\. [^\n]*\n$/u)
    expect(await readStatus(account)).toEqual([['host1.first'], ['host1.second']])

    expect(await run('forget', 'first')).toEqual(silent)
    expect(await run('add', 'second', '--now')).toEqual(silent)
    expect(await readStatus(account)).toEqual([['host1.second'], []])
    expect(values('host1.second')).toEqual([1])
  })

  it('knows no chart that status does not show', async () => {
    const account = await useAccount()
    await account.run('add', 'jobs', '--now')
    expect(await account.run('forget', 'jbos')).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        'spikelog: Expected CHART to be one that `spikelog status` shows, got `jbos`. Did you mean `jobs`?\n',
    })
    expect(await readStatus(account)).toEqual([['jobs'], []])
  })
})
