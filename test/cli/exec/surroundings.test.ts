import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { verifies } from '../../requirements.ts'
import { useLocal } from '../../support/use-local.ts'
import { bin, toEnd, useExec } from './support/use-exec.ts'

const ours = `'${process.execPath}' '${bin}' exec --`

describe.runIf(process.platform === 'linux')(verifies('exec', 'a job has'), () => {
  it('the descriptors that were open, and no others', async () => {
    const exec = useExec((await useLocal()).endpoint)
    const options = { cwd: exec.folder, env: exec.environment }
    writeFileSync(`${exec.folder}/input`, 'from a file\n')
    const job = `bash -c 'cat <&4; echo to a file >&5; echo to a pipe >&3; echo kept >&12; ls /proc/$$/fd'`
    const redirections = `3>&1 4<input 5>output 12>/dev/null 63>/dev/null`
    const all = async (command: string) => {
      const { stdout } = await toEnd(spawn('bash', ['-c', `${command} ${redirections}`], options))
      return { stdout: String(stdout), output: readFileSync(`${exec.folder}/output`, 'utf8') }
    }
    const alone = await all(job)
    expect(alone.stdout.split('\n')).toEqual(
      expect.arrayContaining(['from a file', 'to a pipe', '12', '3', '63']),
    )
    expect(await all(`${ours} ${job}`)).toEqual(alone)
  })

  it('its peace in a folder that is gone', async () => {
    const exec = useExec((await useLocal()).endpoint)
    const options = { cwd: exec.folder, env: exec.environment }
    // A shell would complain of the folder for itself.
    const job = `'${process.execPath}' -e 'process.exit(3)'`
    const line = `mkdir gone && cd gone && rmdir ../gone && ${ours} ${job}; echo $?`
    const { stdout, stderr } = await toEnd(spawn('bash', ['-c', line], options))
    expect({ stdout: String(stdout), stderr }).toEqual({ stdout: '3\n', stderr: '' })
  })

  it('its point in a folder that is gone, where the fallback file was to be', async () => {
    const local = await useLocal()
    const exec = useExec(local.endpoint)
    const env = { ...exec.environment, SPIKELOG_FALLBACK_CSV: 'rows.csv' }
    const line = `mkdir gone && cd gone && rmdir ../gone && ${ours} '${process.execPath}' -e 0`
    const { stderr } = await toEnd(spawn('bash', ['-c', line], { cwd: exec.folder, env }))
    expect(stderr).toBe('')
    expect(local.points('failures')).toMatchObject([{ value: 0 }])
  })

  it('its end on a Node that is too old, and one line that says so', async () => {
    const exec = useExec((await useLocal()).endpoint)
    // What such a one lacks that nobody polyfills.
    const older = `delete Promise.withResolvers; delete process.execve
      Object.defineProperty(process.versions, 'node', { value: '20.20.2' })
      require('node:util').getSystemErrorMessage = undefined
      require('node:module').syncBuiltinESMExports()`
    writeFileSync(`${exec.folder}/older.cjs`, older)
    const by = [process.execPath, '--require=./older.cjs'] as const
    const said =
      /ended with (?:3|127) [^\n]*not reported\. Expected Node 22\.19 or newer, got 20\.20\.2\. [^\n]*\n$/u
    const ended = await exec.run(['--', 'sh', '-c', 'exit 3'], { by })
    expect(ended).toMatchObject({ code: 3, stderr: expect.stringMatching(said) })
    const add = spawn(process.execPath, ['--require=./older.cjs', bin, 'add', 'x'], {
      cwd: exec.folder,
      env: exec.environment,
    })
    const hint = 'Update it, or name the folder of a newer one first in PATH, in the crontab too.'
    const stderr = `spikelog: Expected Node 22.19 or newer, got 20.20.2. ${hint}\n`
    expect(await toEnd(add)).toMatchObject({ code: 2, stderr })
    const missing = await exec.run(['--', './no-such-command'], { by })
    expect(missing).toMatchObject({ code: 127, stderr: expect.stringMatching(/No such file/u) })
  })

  it('SIGHUP ignored when nohup says so, and lives on without its terminal', async () => {
    const exec = useExec((await useLocal()).endpoint)
    const script = 'grep SigIgn /proc/self/status; read -r line; exit 4'
    // Shells tell in `_` what they start.
    const line = `nohup ${ours} sh -c '${script}' <&0 & echo $!; wait $!; exit $?`
    const shell = spawn('bash', ['-c', line], { cwd: exec.folder, env: exec.environment })
    const lines = createInterface(shell.stdout)[Symbol.asyncIterator]()
    const pid = Number((await lines.next()).value)
    const [, ignored = ''] = String((await lines.next()).value).split('\t')
    // Of the 31 that programs use; others may be the test's own.
    expect(BigInt(`0x${ignored}`) & 0x7f_ff_ff_ffn).toBe(1n)
    process.kill(pid, 'SIGHUP')
    shell.stdin.end('go on\n')
    expect(await once(shell, 'exit')).toEqual([4, null])
  })
})
