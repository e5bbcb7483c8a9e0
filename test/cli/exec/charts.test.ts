import { describe, expect, it } from 'vitest'
import { readCharts, toMeasurements } from '../../../packages/cli/src/exec/charts.ts'
import { UsageError } from '../../../packages/cli/src/usage-error.ts'
import { nodes } from '../../compat/support/nodes.ts'
import { verifies } from '../../requirements.ts'
import { useLocal } from '../../support/use-local.ts'
import { useExec } from './support/use-exec.ts'

describe('the charts of a run', () => {
  const all = { name: 'backup', success: true, exitCode: true }

  it('are its duration and the failures of all jobs, and more when asked for', () => {
    const run = { end: { code: 0 }, seconds: 1.23456 }
    const few = toMeasurements(run, { ...all, success: false, exitCode: false })
    expect(few).toEqual([
      { chart: 'backup', value: 1.235, aggregation: 'avg' },
      { chart: 'failures', value: 0, aggregation: 'sum' },
    ])
    expect(toMeasurements(run, all)).toEqual([
      ...few,
      { chart: 'backup.success', value: 1, aggregation: 'avg' },
      { chart: 'backup.exit_code', value: 0, aggregation: 'max' },
    ])
  })

  it.each([
    [{ end: { code: 3 }, seconds: 2 }, 3],
    [{ end: { signal: 'SIGTERM' }, seconds: 2 } as const, 143],
  ])('tell a failure (%j)', (run, code) => {
    const values = toMeasurements(run, all).map(({ chart, value }) => `${chart}=${value}`)
    const failed = ['failures=1', 'backup.success=0', `backup.exit_code=${code}`]
    expect(values).toEqual(['backup=2', ...failed])
  })

  it('have no duration of what could not be started', () => {
    const charts = toMeasurements({ end: { code: 127 }, failure: 'gone' }, all)
    expect(charts.map(({ chart }) => chart)).not.toContain('backup')
    expect(charts).toContainEqual({ chart: 'failures', value: 1, aggregation: 'sum' })
  })

  it.each([
    ['/opt/jobs/backup.sh', 'backup.sh'],
    ['./a b/', 'a b'],
    ['line\nbreak', 'line break'],
    ['failures', 'failures job'],
    ['/', 'job'],
    ['', 'job'],
    ['x'.repeat(300), 'x'.repeat(190)],
  ])('are named after the command %j by default', (file, name) => {
    expect(readCharts({}, file)).toEqual({ name, success: false, exitCode: false })
  })

  it.each(['', '  ', 'a\nb', 'x'.repeat(191), 'failures', ' failures '])(
    'cannot be named %j, and nothing is started then',
    async (name) => {
      expect(() => readCharts({ name }, 'sh')).toThrow(UsageError)
      const exec = useExec((await useLocal()).endpoint)
      const { code, stdout, stderr } = await exec.run(['--name', name, '--', 'echo', 'started'])
      expect([code, String(stdout)]).toEqual([2, ''])
      expect(stderr).toMatch(/^spikelog: Expected `--name` to be [^\n]+\n$/u)
    },
  )
})

describe(verifies('exec', 'the points of a job'), () => {
  it('come at once for the first run, and then one a bucket for however many', async () => {
    const { endpoint, points } = await useLocal()
    const exec = useExec(endpoint)
    const args = ['--name=job', '--success', '--exit-code', '--', 'sh', '-c', 'sleep 0.2; exit 4']
    for (let count = 0; count < 3; count += 1) {
      expect(await exec.run(args)).toMatchObject({ code: 4, stderr: '' })
    }
    const charts = ['job', 'failures', 'job.success', 'job.exit_code']
    const values = charts.map((chart) => points(chart).map(({ value }) => value))
    expect(values.slice(1)).toEqual([[1], [0], [4]])
    expect(values[0]).toEqual([expect.closeTo(0.3, 0)])
    expect(values[0]?.[0]).toBeGreaterThanOrEqual(0.2)
  })

  it('are not needed to run a job whose command line is its own', async () => {
    const exec = useExec((await useLocal()).endpoint)
    expect(await exec.run(['sh', '-c', 'exit 5', '--', '--name'])).toMatchObject({ code: 5 })
    expect(await exec.run(['--nam', 'x', '--', 'echo', 'started'])).toMatchObject({
      code: 2,
      stdout: Buffer.of(),
      stderr: expect.stringContaining('did you mean `--name`?') as string,
    })
  })
})

describe.each(nodes)(verifies('exec', 'on Node $version'), ({ path }) => {
  it.each([
    ['exit 0', 0, null],
    ['exit 9', 9, null],
    ['kill -PIPE $$', null, 'SIGPIPE'],
    ['ulimit -c 0; kill -QUIT $$', null, 'SIGQUIT'],
  ])('a job ends as it would alone, and nothing else is said (%s)', async (end, code, signal) => {
    const exec = useExec((await useLocal()).endpoint)
    const job = ['--', 'sh', '-c', `echo out; echo error >&2; ${end}`]
    const alone = { code, signal, stdout: Buffer.from('out\n'), stderr: 'error\n' }
    const nothing = { ...alone, stdout: Buffer.of(), stderr: '' }
    expect(await exec.run(job, { by: [path] })).toEqual(alone)
    const quiet = await exec.run(['--quiet-unless-fail', ...job], { by: [path] })
    expect(quiet).toEqual(code === 0 ? nothing : alone)
  })
})
