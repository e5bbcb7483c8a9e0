import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  rmdirSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import type { Finding } from '../../../packages/cli/src/doctor/finding.ts'
import { useAccount } from '../support/use-account.ts'
import type { TestAccount } from '../support/use-account.ts'

async function examine({ run }: Pick<TestAccount, 'run'>, ...args: string[]) {
  const { exitCode, stdout } = await run('doctor', '--json', ...args)
  const { isWell, findings } = JSON.parse(stdout) as { isWell: boolean; findings: Finding[] }
  expect(exitCode).toBe(isWell ? 0 : 1)
  return findings
}
const worst = (findings: readonly Finding[], check: Finding['check']) =>
  findings.find((finding) => finding.check === check && finding.state !== 'ok')

describe('spikelog doctor', () => {
  it('finds all well, and charts nothing', async () => {
    const account = await useAccount()
    const findings = await examine(account)
    expect(findings.map(({ check, state }) => [check, state])).toEqual([
      ['node', 'ok'],
      ['endpoint', 'ok'],
      ['key', 'ok'],
      ['clock', 'ok'],
      ['proxy', 'ok'],
      ['store', 'ok'],
      ['quota', 'ok'],
    ])
    expect(account.local.charts()).toEqual([])
    expect(readdirSync(account.storeFolder)).toEqual([expect.stringMatching(/\.sqlite$/u)])
    const { stdout } = await account.run('doctor')
    expect(stdout.split('\n')).toContain('ok     key            SPIKELOG_API_KEY is accepted.')
  })

  it('posts one point when asked, and says first where', async () => {
    const account = await useAccount({ SPIKELOG_PREFIX: 'host1' })
    const { exitCode, stdout } = await account.run('doctor', '--post')
    expect(exitCode).toBe(0)
    expect(stdout).toContain('Posting 1 to the chart `host1.doctor`, which takes one of ')
    expect(account.values('host1.doctor')).toEqual([1])
  })

  it('says that a point was not taken', async () => {
    const account = await useAccount({}, { limits: { maxCharts: 1 } })
    await account.run('add', 'first', '--now')
    expect(worst(await examine(account, '--post'), 'post')).toMatchObject({
      state: 'wrong',
      message: expect.stringContaining('status 403'),
      advice: expect.stringContaining('room for another chart'),
    })
  })

  it.each([
    [{ SPIKELOG_API_KEY: 'sk_wrong' }, 'key', 'is refused: status 401'],
    [{ SPIKELOG_API_KEY: '' }, 'key', 'holds no key'],
    [{ SPIKELOG_API_KEY: 'sk a' }, 'configuration', 'visible ASCII'],
    [{ SPIKELOG_ENDPOINT: 'http://127.0.0.1:9/' }, 'endpoint', 'cannot be reached'],
    [{ SPIKELOG_BUCKET_SECONDS: '5m' }, 'configuration', 'got `5m`'],
    [{ SPIKELOG_STORE: '/dev/null/x.sqlite' }, 'store', '/dev/null/x.sqlite cannot be used'],
    [{ SPIKELOG_FALLBACK_CSV: '/nowhere/rows.csv' }, 'configuration', 'its folder does not exist'],
    [
      {
        SPIKELOG_ENDPOINT: 'https://nowhere.invalid/',
        HTTPS_PROXY: 'http://127.0.0.1:9',
      },
      'endpoint',
      'nowhere.invalid cannot be reached: connect ECONNREFUSED 127.0.0.1:9',
    ],
  ] as const)('finds what is wrong with %j', async (variables, check, message) => {
    const findings = await examine(await useAccount(variables))
    expect(worst(findings, check)).toMatchObject({
      state: 'wrong',
      message: expect.stringContaining(message),
    })
    expect(findings.filter(({ state }) => state === 'wrong')).toHaveLength(1)
    expect(JSON.stringify(findings)).not.toMatch(/sk a|sk_wrong/u)
  })

  it('asks nothing of the hosted service where the endpoint is a typo', async () => {
    const findings = await examine(await useAccount({ SPIKELOG_ENDPOINT: '127.0.0.1' }))
    expect(findings.map(({ check }) => check)).not.toContain('endpoint')
    expect(worst(findings, 'configuration')).toMatchObject({ state: 'wrong' })
  })

  it('finds a store that others can read, and one that is damaged', async () => {
    const account = await useAccount()
    await account.run('add', 'jobs')
    const [name = ''] = readdirSync(account.storeFolder)
    const file = `${account.storeFolder}/${name}`
    chmodSync(file, 0o644)
    expect(worst(await examine(account), 'store')).toMatchObject({
      message: `Others than you can read or write ${file}.`,
      advice: `\`chmod go= ${file}\``,
    })
    chmodSync(file, 0o600)
    chmodSync(account.storeFolder, 0o755)
    expect(worst(await examine(account), 'store')).toMatchObject({
      advice: `\`chmod go= ${account.storeFolder}\``,
    })
    writeFileSync(file, 'no database at all, and longer than a header would be')
    expect(worst(await examine(account), 'store')).toMatchObject({
      message: expect.stringContaining('it is damaged'),
    })
    truncateSync(file)
  })

  it('finds a store that can be read but not written', async () => {
    const account = await useAccount()
    await account.run('add', 'jobs')
    const [name = ''] = readdirSync(account.storeFolder)
    const file = `${account.storeFolder}/${name}`
    mkdirSync(`${file}-shm`)
    expect(worst(await examine(account), 'store')).toMatchObject({ state: 'wrong' })
    rmdirSync(`${file}-shm`)
    const other = new DatabaseSync(file)
    other.exec('BEGIN IMMEDIATE')
    expect(worst(await examine(account), 'store')).toMatchObject({
      state: 'wrong',
      message: `${file} cannot be written: database is locked.`,
      advice: `\`fuser ${file}\` names the process that has it. End that one if it hangs.`,
    })
    other.exec('ROLLBACK; DROP TABLE points')
    other.close()
    expect(worst(await examine(account), 'store')).toMatchObject({ state: 'wrong' })
  })

  it('names the files of other keys in which something waits', async () => {
    const account = await useAccount()
    const before = { ...account.environment, SPIKELOG_API_KEY: 'sk_before' }
    const other = await useAccount(before)
    await other.run('add', 'jobs')
    const [name = ''] = readdirSync(account.storeFolder)
    cpSync(`${account.storeFolder}/${name}`, `${account.storeFolder}/own-copy.sqlite`)
    const findings = await examine(account)
    expect(findings.filter(({ check, state }) => check === 'store' && state !== 'ok')).toHaveLength(
      1,
    )
    expect(worst(findings, 'store')).toMatchObject({
      state: 'note',
      message: `Of 1 chart something waits in ${account.storeFolder}/${name}, for another key or endpoint.`,
    })
  })
  it('names charts that were left out', async () => {
    const account = await useAccount({ SPIKELOG_MAX_CHARTS: '1' })
    await account.run('add', 'first', '--now')
    await account.run('add', 'second', '--now')
    expect(worst(await examine(account), 'quota')).toMatchObject({
      state: 'wrong',
      message: '1 of 1 charts are used; left out: `second`.',
    })
  })
})
