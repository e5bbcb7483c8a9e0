import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import packageJson from '../../../packages/local/package.json' with { type: 'json' }
import { isMissing, runCommand } from '../support/run-command.ts'
import { useLocalSpikelog } from '../support/use-local-spikelog.ts'
import { useTemporaryFile } from '../support/use-temporary-file.ts'

const bin = fileURLToPath(new URL('../../../packages/local/src/bin.ts', import.meta.url))

describe('spikelog-local', () => {
  it.skipIf(isMissing('curl'))('prints a line to copy that posts a point', async () => {
    const { lines } = await useBin(['--port', '0'])
    const copied = await runCommand('sh', ['-c', `${lines.at(-1)} -sS`])
    expect(copied).toEqual({
      exitCode: 0,
      stdout: '{"accepted":true,"chart":"users","points":1}',
      stderr: '',
    })
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('ends cleanly on %s', async (signal) => {
    const { child, ended } = await useBin(['--port', '0', '--fault', 'hang'])
    child.kill(signal)
    expect(await ended).toMatchObject({ exitCode: 0, stderr: '' })
  })

  it('prints where the dashboard is', async () => {
    const { lines } = await useBin(['--port', '0'])
    const dashboard = /^ {2}dashboard (http:.*)$/m.exec(lines.join('\n'))?.[1] ?? ''
    expect(await (await fetch(dashboard)).text()).toMatch(/^<!doctype html>/i)
  })

  it('shows a key that is nobody’s secret, and never one of the user’s own', async () => {
    expect((await useBin(['--port', '0'])).lines).toContain('  key       sk_local')

    const { child, ended, endpoint } = await useBin(['--port', '0', '--key', 'sk_unseen'])
    await fetch(endpoint, { method: 'POST', headers: { 'x-api-key': 'sk_wrong' }, body: '{' })
    await fetch(endpoint, { method: 'POST', headers: { 'x-api-key': 'sk_unseen' }, body: '{' })
    child.kill()
    const { stdout, stderr } = await ended
    expect(stderr).toBe('')
    expect(stdout).not.toContain('sk_unseen')
    expect(stdout).toMatch(/^curl -X POST http:\S+ -H "X-API-Key: \$SPIKELOG_API_KEY" -d /m)
  })

  it('keeps the points in a file', async () => {
    const file = useTemporaryFile('spikelog.db')
    const { child, ended, endpoint } = await useBin(['--port', '0', '--file', file])
    const headers = { 'x-api-key': 'sk_local' }
    await fetch(endpoint, { method: 'POST', headers, body: '{"chart":"users","value":42}' })
    child.kill()
    await ended
    const after = await useLocalSpikelog({ file })
    expect(after.points('users')).toMatchObject([{ value: 42 }])
  })

  it('lets requests go wrong as told', async () => {
    const faults = ['--fault', 'hang,rate=0', '--fault', 'status=503,retry-after=5,rate=1']
    const { endpoint, lines } = await useBin(['--port', '0', ...faults])
    const response = await fetch(endpoint, { method: 'POST', body: '{}' })
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
    expect(lines).toContain('  fault     status=503,retry-after=5,rate=1')
  })

  it('warns when other machines can reach it', async () => {
    const { child, ended } = await useBin(['--port', '0', '--host', '0.0.0.0'])
    child.kill()
    expect((await ended).stderr).toBe(
      'Warning: other machines can reach --host 0.0.0.0. Without the key they see only embeds of charts whose names they know.\n',
    )
  })

  it('ends with one line and a hint when the port is in use', async () => {
    const { url } = await useLocalSpikelog()
    const { port } = new URL(url)
    const { exitCode, stdout, stderr } = await runBin(['--port', port])
    expect([exitCode, stdout]).toEqual([1, ''])
    expect(stderr).toBe(
      `spikelog-local: Port ${port} on 127.0.0.1 is in use: stop what listens there, or choose another port (0 takes any free one). The option is --port.\n`,
    )
  })

  it('prints help and version', async () => {
    const help = await runBin(['--help'])
    const version = await runBin(['--version'])
    expect(help).toMatchObject({ exitCode: 0, stderr: '' })
    for (const option of ['port', 'host', 'file', 'key', 'fault', 'help', 'version']) {
      expect(help.stdout).toContain(`\n  --${option} `)
    }
    expect(version).toEqual({ exitCode: 0, stdout: `${packageJson.version}\n`, stderr: '' })
  })

  it.each([
    [['--prot', '1'], "Unknown option '--prot'. See --help."],
    [['serve'], "Unexpected argument 'serve'. See --help."],
    [['--port', 'x'], "Expected `--port` to be an integer from 0 to 65535, got `'x'` (string)"],
    [
      ['--fault', 'status=1'],
      'Expected `--fault.status` to be an integer from 200 to 599, got `1`',
    ],
  ])('ends with one line for %j', async (args, message) => {
    const { exitCode, stdout, stderr } = await runBin(args)
    expect([exitCode, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^[^\n]+\n$/)
    expect(stderr).toContain(`spikelog-local: ${message}`)
  })
})

interface Ended {
  exitCode: number | null
  stdout: string
  stderr: string
}

interface RunningBin {
  child: ChildProcess
  endpoint: string
  lines: string[]
  ended: Promise<Ended>
}

/** Runs the command to its end, which has to come on its own. */
function runBin(args: readonly string[]): Promise<Ended> {
  return runCommand(process.execPath, [bin, ...args])
}

/** Starts the command, waits until it is ready, and ends it with the test. */
async function useBin(args: readonly string[]): Promise<RunningBin> {
  const child = spawn(process.execPath, [bin, ...args])
  onTestFinished(() => void child.kill('SIGKILL'))
  let [stdout, stderr] = ['', '']
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }))
  })
  child.stderr.on('data', (piece) => (stderr += String(piece)))
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (piece) => {
      stdout += String(piece)
      if (/^curl .*\n/m.test(stdout)) resolve()
    })
    child.on('close', () => reject(new Error(`It ended early: ${stderr}`)))
  })
  const endpoint = /^ {2}endpoint {2}(.*)$/m.exec(stdout)?.[1] ?? ''
  return { child, endpoint, lines: stdout.trimEnd().split('\n'), ended }
}
