import { describe, expect, it } from 'vitest'
import { silent, useAccount } from './support/use-account.ts'

describe('spikelog flush', () => {
  it('leaves what is not due, and says so to whoever looks on', async () => {
    const { run, runOnTerminal, values } = await useAccount()
    await run('add', 'jobs')
    expect(await run('flush')).toEqual(silent)
    expect(values('jobs')).toEqual([])
    expect((await runOnTerminal('flush')).stdout).toBe(
      '0 points posted, of 1 chart something waits.\n',
    )
    expect((await runOnTerminal('flush', '--now')).stdout).toBe('1 point posted, nothing waits.\n')
    expect(values('jobs')).toEqual([1])
  })

  it('posts what is due', async () => {
    const { run, values } = await useAccount({ SPIKELOG_BUCKET_SECONDS: '0.01' })
    await run('add', 'jobs', '3')
    await expect.poll(async () => [await run('flush'), values('jobs')]).toEqual([silent, [3]])
  })

  it('says why something could not be posted, ends with 1, and keeps it', async () => {
    const { run, values, local } = await useAccount({ SPIKELOG_TIMEOUT_MS: '300' })
    await run('add', 'jobs', '3')
    local.setFaults(() => ({ type: 'status', status: 401 }))
    const { exitCode, stdout, stderr } = await run('flush', '--now')
    expect([exitCode, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^spikelog: Spikelog refused the API key .*\n/u)
    expect(stderr).toMatch(
      /spikelog: 1 chart still to be posted \(status 401.*\)\. What was measured is kept; .*\n$/u,
    )
    local.setFaults(undefined)
    expect(values('jobs')).toEqual([])
  })
})
