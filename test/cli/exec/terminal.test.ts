import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { describe, expect, it, onTestFailed, onTestFinished } from 'vitest'
import { isMissing } from '../../local/support/run-command.ts'
import { verifies } from '../../requirements.ts'
import { useLocal } from '../../support/use-local.ts'
import { bin, useExec } from './support/use-exec.ts'
import type { Exec } from './support/use-exec.ts'

/** Runs a command in a terminal of its own, types what comes in, and shows what it prints. */
const terminal = `
import os, pty, sys
sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))`

/** The shell reads keys from when it shows this. */
const prompt = 'what now? '

/**
 * What the shell starts with. `stopped` waits for the job itself: the shell goes on as soon as `exec` has
 * stopped, and on a busy machine the job may still take a key that is meant for the shell.
 */
const bashrc = `
PS1='${prompt}'
stopped() { until grep -q '^State:.T' "/proc/$(cat pid)/status"; do :; done; }`

const ours = `'${process.execPath}' '${bin}' exec --`

/** A shell in a terminal, and what is seen there. */
function useTerminal({ folder, environment }: Exec, command: readonly string[]) {
  const env = { ...environment, PS1: '', TERM: 'dumb' }
  const child = spawn('python3', ['-c', terminal, ...command], { cwd: folder, env })
  onTestFinished(() => void child.kill('SIGKILL'))
  let seen = ''
  onTestFailed(() => console.error(`Seen last: ${JSON.stringify(seen)}`))
  let look: (() => void) | undefined
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    seen += text
    look?.()
  })
  const ended = new Promise<number | null>((resolve) => {
    child.on('exit', resolve)
  })
  /** Resolves to what was seen up to there, which is not looked at again. */
  const sees = async (text: string): Promise<string> => {
    while (!seen.includes(text)) {
      const { promise, resolve } = Promise.withResolvers<undefined>()
      look = () => resolve(undefined)
      const end = await Promise.race([promise, ended])
      if (end !== undefined && !seen.includes(text)) {
        throw new Error(`It ended with ${end} before ${text} was seen: ${seen}`)
      }
    }
    const until = seen.indexOf(text) + text.length
    const before = seen.slice(0, until)
    seen = seen.slice(until)
    return before
  }
  return { type: (text: string): void => void child.stdin.write(text), sees, ended }
}

describe.skipIf(isMissing('python3'))(verifies('exec', 'in a terminal'), () => {
  it('a job has it as all its streams, and may change it', async () => {
    const exec = useExec((await useLocal()).endpoint)
    const script = `${ours} sh -c 'test -t 0 && test -t 1 && test -t 2 && stty -echo && exit 5'`
    const { ended } = useTerminal(exec, [
      'bash',
      '-c',
      `${script}; code=$?; stty | grep -q -- -echo && exit $code`,
    ])
    expect(await ended).toBe(5)
  })

  it.each([
    ['Ctrl-C', '\u0003', 'INT'],
    ['Ctrl-\\', '\u001c', 'QUIT'],
  ])('%s reaches the job once', async (_, key, signal) => {
    const exec = useExec((await useLocal()).endpoint)
    const script = `trap 'echo got-it' ${signal}; echo ready; until read -r line; do :; done; echo "end of $line"; exit 6`
    const { type, sees, ended } = useTerminal(exec, [
      'bash',
      '-c',
      `${ours} sh -c '${script.replaceAll("'", `'\\''`)}'; exit $?`,
    ])
    await sees('ready')
    // Two that come at the same time may become one: several are tried.
    for (let count = 0; count < 8; count += 1) {
      type(key)
      await sees('got-it')
    }
    type('this\n')
    expect(await sees('end of this')).not.toContain('got-it')
    expect(await ended).toBe(6)
  })

  it('Ctrl-Z stops the job, which goes on with fg', async () => {
    const exec = useExec((await useLocal()).endpoint)
    writeFileSync(`${exec.folder}/bashrc`, bashrc)
    const { type, sees, ended } = useTerminal(exec, ['bash', '--rcfile', 'bashrc', '-i'])
    await sees(prompt)
    const job = 'echo $$ >pid; echo rea""dy; read -r line; echo "got $line"; exit 7'
    type(`${ours} sh -c '${job}'; code=$?; stopped; echo "code $code"\n`)
    await sees('ready')
    type('\u001a')
    await sees('Stopped')
    await sees('code 148')
    await sees(prompt)
    type('fg; echo "then $?"\n')
    await sees('echo $$ >pid')
    type('word\n')
    await sees('got word')
    await sees('then 7')
    await sees(prompt)
    type('exit\n')
    expect(await ended).toBe(0)
  })
})
