import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { verifies } from '../../requirements.ts'
import { useLocal } from '../../support/use-local.ts'
import { bin, toEnd, useExec } from './support/use-exec.ts'
import type { Exec } from './support/use-exec.ts'

/** What `$?` is after a line, and what the shell said. */
async function ask({ folder, environment }: Exec, line: string) {
  const env = { ...environment, PATH: `${folder}/tools:${environment['PATH']}` }
  const shell = spawn('bash', ['-c', `${line}\necho "$?"`], { cwd: folder, env })
  const { stdout, stderr } = await toEnd(shell)
  return { status: String(stdout), stderr }
}

const ours = `'${process.execPath}' '${bin}' exec --`

describe(verifies('exec', 'the exit code of spikelog exec'), () => {
  it('is the command’s, 0 to 255', { timeout: 60_000 }, async () => {
    const exec = useExec((await useLocal()).endpoint)
    const codes = Array.from({ length: 256 }, (_, code) => code).values()
    let tried = 0
    async function tryCodes(): Promise<void> {
      for (const code of codes) {
        const { status, stderr } = await ask(exec, `${ours} sh -c 'exit ${code}'`)
        expect({ status, stderr }).toEqual({ status: `${code}\n`, stderr: '' })
        tried += 1
      }
    }
    await Promise.all(Array.from({ length: 4 }, tryCodes))
    expect(tried).toBe(256)
  })

  // Those that dump core, too: of the job's dump nothing may be written over.
  it.each([1, 2, 3, 6, 9, 11, 13, 14, 15, 24, 25])(
    'is that of a shell when signal %d ends the command',
    async (signal) => {
      const exec = useExec((await useLocal()).endpoint)
      const command = `sh -c 'ulimit -c 0; kill -${signal} $$'`
      const { status } = await ask(exec, `ulimit -c unlimited; ${ours} ${command}`)
      expect(status).toBe(`${128 + signal}\n`)
      expect(status).toBe((await ask(exec, command)).status)
      expect(readdirSync(exec.folder).filter((name) => name.startsWith('core'))).toEqual([])
    },
  )

  it('is that of a shell for what cannot be started, which is said as a shell says it', async () => {
    const { endpoint, points } = await useLocal()
    const exec = useExec(endpoint)
    for (const folder of ['tools', 'tools/folder']) mkdirSync(`${exec.folder}/${folder}`)
    writeFileSync(`${exec.folder}/tools/text`, 'text')
    writeFileSync(`${exec.folder}/no-interpreter`, '#!/nowhere/sh\n')
    chmodSync(`${exec.folder}/no-interpreter`, 0o755)
    const commands = {
      'no-such-command': 'command not found',
      './no-such-file': 'No such file or directory',
      './tools': 'Is a directory',
      './tools/text': 'Permission denied',
      './tools/text/x': 'Not a directory',
      text: 'Permission denied',
      folder: 'command not found',
      '': 'command not found',
      './no-interpreter': 'cannot execute: required file not found',
    }
    for (const [command, reason] of Object.entries(commands)) {
      const shell = await ask(exec, `'${command}'`)
      expect(shell.stderr).toContain(reason)
      expect(await ask(exec, `${ours} '${command}'`)).toEqual({
        status: shell.status,
        stderr: `spikelog: ${command}: ${reason}\n`,
      })
    }
    // All but the first wait for the end of their bucket.
    await ask(exec, `'${process.execPath}' '${bin}' flush --now`)
    const failures = points('failures').reduce((sum, { value }) => sum + value, 0)
    expect(failures).toBe(Object.keys(commands).length)
  })

  it('is a script’s that names no interpreter', async () => {
    const exec = useExec((await useLocal()).endpoint)
    writeFileSync(`${exec.folder}/script`, 'exit 7')
    chmodSync(`${exec.folder}/script`, 0o755)
    expect(await ask(exec, `${ours} ./script`)).toEqual({ status: '7\n', stderr: '' })
  })
})
