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

  it.each([
    [401, /^spikelog: Spikelog refused the API key \(status 401.*\n$/u],
    [503, /^spikelog: Spikelog cannot be reached \(status 503.*\n$/u],
  ])(
    'says in one line why nothing could be posted (%d), ends with 1, and keeps it',
    async (status, line) => {
      const { run, values, local } = await useAccount({ SPIKELOG_TIMEOUT_MS: '300' })
      await run('add', 'jobs', '3')
      local.setFaults(() => ({ type: 'status', status, retryAfter: 60 }))
      const { exitCode, stdout, stderr } = await run('flush', '--now')
      expect([exitCode, stdout]).toEqual([1, ''])
      expect(stderr).toMatch(line)
      local.setFaults(undefined)
      expect(values('jobs')).toEqual([])
      expect((await run('status')).stdout).toContain('Waiting     1 chart')
    },
  )

  it('has an end, in 2 s where a job waits for it', async () => {
    const { run, local } = await useAccount()
    local.setFaults(() => ({ type: 'hang' }))
    const startMillis = performance.now()
    const { exitCode, stdout, stderr } = await run('add', 'jobs', '--now')
    expect([exitCode, stdout]).toEqual([0, ''])
    expect(stderr).toMatch(/^(?:spikelog: Spikelog cannot be reached [^\n]*\n)?$/u)
    expect(performance.now() - startMillis).toBeLessThan(2100)
    local.setFaults(undefined)
    expect((await run('status')).stdout).toContain('Waiting     1 chart')
  })
})
