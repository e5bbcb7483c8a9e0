import { readdirSync, statSync, symlinkSync } from 'node:fs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { commands } from '../../packages/cli/src/commands.ts'
import { runProgram } from '../../packages/cli/src/run-program.ts'
import { useFolder } from '../client/support/use-folder.ts'
import { silent, useAccount } from './support/use-account.ts'
import { createFakeEdges } from './support/fake-edges.ts'
import { runSpikelog } from './support/run-spikelog.ts'

const key = { SPIKELOG_API_KEY: 'sk_unseen' }

async function runIn(environment: Record<string, string>, ...args: string[]) {
  const { out, errors, ...edges } = createFakeEdges(environment)
  return { code: await runProgram(args, commands, edges), out, errors }
}

describe('add, record and set', () => {
  it.each([
    [['add', 'x', 'many'], 'Expected VALUE to be a number such as 42, -1.5 or 1e6, got `many`.'],
    [['add', 'x', '--agg', 'mean'], 'Expected `--agg` to be one of '],
    [['record', 'x'], 'Expected 2 arguments, got 1.'],
    [['set', ' ', '1'], 'Expected CHART to be a name of 1 to 200 characters'],
    [['set', 'a\nb', '1'], 'Expected CHART to be a name of 1 to 200 characters'],
  ])('refuse %j in one line, with help', async (args, message) => {
    const { code, out, errors } = await runIn(key, ...args)
    expect({ code, out }).toEqual({ code: 2, out: [] })
    expect(errors).toEqual([
      expect.stringMatching(/^spikelog: [^\n]* See `spikelog \w+ --help`\.$/u),
    ])
    expect(errors[0]).toContain(message)
  })

  it('say what to set when there is no key', async () => {
    expect(await runIn({}, 'add', 'x')).toEqual({
      code: 2,
      out: [],
      errors: [
        'spikelog: Expected the environment variable `SPIKELOG_API_KEY` to hold the API key of your ' +
          'account, got none. Set it, e.g. `export SPIKELOG_API_KEY=sk_…`; cron reads no profile, so ' +
          'put a line `SPIKELOG_API_KEY=sk_…` into the crontab.',
      ],
    })
  })

  it.each([
    ['SPIKELOG_BUCKET_SECONDS', '5m', 'a number from 0.01 to 86400 (seconds), got `5m` (string).'],
    ['SPIKELOG_ENDPOINT', 'api.spikelog.com', 'got `api.spikelog.com` (string).'],
    ['SPIKELOG_API_KEY', 'sk_a b', 'a string of visible ASCII characters without spaces, got a '],
  ])('measure nothing with a bad %s', async (name, value, message) => {
    const { code, out, errors } = await runIn({ ...key, [name]: value }, 'add', 'x')
    expect({ code, out }).toEqual({ code: 2, out: [] })
    expect(errors).toEqual([expect.stringContaining(`spikelog: Expected \`${name}\` to be `)])
    expect(errors[0]).toContain(message)
    expect(errors[0]).toMatch(/\. Correct it or unset it\.$/u)
    expect(errors[0]).not.toContain('sk_a b')
  })

  it('take a negative value for what it is, and any size', async () => {
    const { run, values } = await useAccount()
    expect(await run('set', 'cold', '-5', '--now')).toEqual(silent)
    expect(await run('add', 'big', '--now', '--', '5e9')).toEqual(silent)
    expect(await run('add', 'one', '--now')).toEqual(silent)
    expect(['cold', 'big', 'one'].map(values)).toEqual([[-5], [5e9], [1]])
  })

  it('do not print all of a file that was given for a number', async () => {
    const { code, errors } = await runIn(key, 'add', 'x', 'row\n'.repeat(50_000))
    const [error = ''] = errors
    expect([code, errors.length]).toEqual([2, 1])
    expect(error).toMatch(/^spikelog: Expected VALUE [^\n]*… See `spikelog add --help`\.$/u)
    expect(error.length).toBeLessThan(1100)
  })

  it('open no socket while the bucket is open, and keep what was measured', async () => {
    const { run, local, storeFolder } = await useAccount()
    expect(await run('add', 'jobs', '2')).toEqual(silent)
    expect(await run('add', 'jobs', '3')).toEqual(silent)
    expect(local.requests().received).toBe(0)
    expect(await run('flush', '--now')).toEqual(silent)
    expect(local.points('jobs')).toMatchObject([{ value: 5 }])
    const [file = ''] = readdirSync(storeFolder)
    expect(statSync(storeFolder).mode & 0o777).toBe(0o700)
    expect(statSync(`${storeFolder}/${file}`).mode & 0o777).toBe(0o600)
  })

  it('end with 1 for another aggregation than the first, and say why each time', async () => {
    const { run } = await useAccount()
    expect(await run('add', 'jobs')).toEqual(silent)
    for (const said of [
      /expected aggregation `sum`/u,
      /^spikelog: Not taken for chart `jobs`: its first use/u,
    ]) {
      const { exitCode, stdout, stderr } = await run('set', 'jobs', '5')
      expect([exitCode, stdout]).toEqual([1, ''])
      expect(stderr).toMatch(/^spikelog: [^\n]*\n$/u)
      expect(stderr).toMatch(said)
    }
    expect(await run('add', 'jobs')).toEqual(silent)
  })

  it('post at once what a broken store cannot keep', async () => {
    const { run, values } = await useAccount({ SPIKELOG_STORE: '/dev/null/x.sqlite' })
    const { exitCode, stdout, stderr } = await run('add', 'jobs', '3')
    expect([exitCode, stdout]).toEqual([0, ''])
    expect(stderr).toMatch(/^spikelog: The store \/dev\/null\/x\.sqlite cannot be used: [^\n]*\n$/u)
    expect(values('jobs')).toEqual([3])
  })

  it('post at once what nobody can tell of its store, not even whether it is a folder', async () => {
    const folder = useFolder(onTestFinished)
    symlinkSync('loop', `${folder}/loop`)
    const { run, values } = await useAccount({ SPIKELOG_STORE: `${folder}/loop` })
    const { exitCode, stdout, stderr } = await run('add', 'jobs', '3')
    expect([exitCode, stdout]).toEqual([0, ''])
    expect(stderr).toMatch(/^spikelog: The store \S+\/loop cannot be used: [^\n]*\n$/u)
    expect(values('jobs')).toEqual([3])
  })

  it('end with 1 when nobody answers either, and say what is lost', async () => {
    const { run, local } = await useAccount({ SPIKELOG_STORE: '/dev/null/x.sqlite' })
    local.setFaults(() => ({ type: 'status', status: 503, retryAfter: 60 }))
    const { exitCode, stdout, stderr } = await run('add', 'jobs', '3')
    expect([exitCode, stdout]).toEqual([1, ''])
    expect(stderr).toContain('\nspikelog: Undelivered at shutdown: jobs=3. ')
  })

  it('end with 1 for a chart that is left out, never without a word', async () => {
    const { run } = await useAccount({ SPIKELOG_MAX_CHARTS: '1' })
    expect(await run('add', 'first', '--now')).toEqual(silent)
    const { exitCode, stderr } = await run('add', 'second', '--now')
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/^spikelog: Left out of the 1 charts: second\. [^\n]*\n$/u)
    expect(await run('add', 'second')).toEqual({
      ...silent,
      exitCode: 1,
      stderr:
        'spikelog: Not taken for chart `second`: no chart is left for it; `spikelog status` lists ' +
        'them, `spikelog forget CHART` gives one up.\n',
    })
    expect(await run('add', 'first')).toEqual(silent)
  })

  it('end with 1 for a chart that the service has no slot for, and let it be found', async () => {
    const { run, local } = await useAccount({}, { limits: { maxCharts: 1 } })
    expect(await run('add', 'first', '--now')).toEqual(silent)
    const refused = await run('add', 'second', '--now')
    expect(refused).toMatchObject({ exitCode: 1, stdout: '' })
    expect(refused.stderr).toMatch(/^spikelog: Spikelog has no chart left for `second` [^\n]*\n$/u)
    const again = await run('add', 'second')
    expect(again).toMatchObject({ exitCode: 1, stdout: '' })
    expect(again.stderr).toMatch(
      /^spikelog: Not taken for chart `second`: no chart is left [^\n]*\n$/u,
    )
    expect((await run('doctor')).stdout).toContain('1 of 10 charts are used; left out: `second`.')
    expect(JSON.parse((await run('status', '--json')).stdout)).toMatchObject({
      charts: [{ chart: 'first' }],
      leftOut: ['second'],
    })
    local.reset()
    expect(await run('forget', 'first', 'second')).toMatchObject({ exitCode: 0 })
    expect(await run('add', 'second', '--now')).toEqual(silent)
  })

  it('say what they would post in a dry run', async () => {
    const environment = { SPIKELOG_DRY_RUN: '1' }
    const { exitCode, stdout, stderr } = await runSpikelog(['add', 'x', '3', '--now'], environment)
    expect([exitCode, stdout]).toEqual([0, ''])
    expect(stderr).toContain('spikelog: Dry run, not posted: {"chart":"x","value":3}\n')
  })
})
