import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it, onTestFinished } from 'vitest'
import { runSpikelog, spikelogArguments } from './support/run-spikelog.ts'

describe('spikelog local', () => {
  it('serves until it is told to end', async () => {
    const args = [...spikelogArguments, 'local', '--port', '0']
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    onTestFinished(() => void child.kill('SIGKILL'))
    let printed = ''
    for await (const piece of child.stdout) {
      printed += String(piece)
      if (/^curl .*\n/mu.test(printed)) break
    }
    const endpoint = /^ {2}endpoint {2}(.*)$/mu.exec(printed)?.[1] ?? ''
    const headers = { 'x-api-key': 'sk_local' }
    const body = '{"chart":"users","value":42}'
    expect((await fetch(endpoint, { method: 'POST', headers, body })).status).toBe(200)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  it('tells of its own options, by the name it was called', async () => {
    const { exitCode, stdout, stderr } = await runSpikelog(['local', '--help'])
    expect([exitCode, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^Usage: spikelog local \[options\]\n/u)
    expect(stdout).toContain('\n  --fault <fault> ')
  })

  it.each([
    ['--prot', "Unknown option '--prot'. See --help."],
    ['--port=x', "Expected `--port` to be an integer from 0 to 65535, got `'x'` (string)"],
  ])('ends with 2 for %s', async (option, message) => {
    const stderr = `spikelog local: ${message}\n`
    expect(await runSpikelog(['local', option])).toEqual({ exitCode: 2, stdout: '', stderr })
  })
})
