import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { verifies } from '../../requirements.ts'
import { useLocal } from '../../support/use-local.ts'
import { toEnd, useExec } from './support/use-exec.ts'
import type { Exec } from './support/use-exec.ts'

/** Where the program may put what it keeps; empty before and afterwards. */
function useTemporary({ folder }: Exec) {
  const path = `${folder}/tmp`
  mkdirSync(path)
  return { path, environment: { TMPDIR: path } }
}

const quiet = (script: string) => ['--quiet-unless-fail', '--', 'sh', '-c', script]

describe(verifies('exec', '--quiet-unless-fail'), () => {
  it('prints nothing of a job that succeeds', async () => {
    const exec = useExec((await useLocal()).endpoint)
    const { path, environment } = useTemporary(exec)
    const end = await exec.run(quiet('echo out; echo error >&2'), { environment })
    expect(end).toEqual({ code: 0, signal: null, stdout: Buffer.of(), stderr: '' })
    expect(readdirSync(path)).toEqual([])
  })

  it.each([
    ['exit 3', { code: 3, signal: null }],
    ['kill -TERM $$', { code: null, signal: 'SIGTERM' }],
  ])('prints all of a job that fails, each stream to its own (%s)', async (script, how) => {
    const exec = useExec((await useLocal()).endpoint)
    const { path, environment } = useTemporary(exec)
    const end = await exec.run(quiet(`printf 'out\\0'; printf error >&2; ${script}`), {
      environment,
    })
    expect(end).toEqual({ ...how, stdout: Buffer.from('out\0'), stderr: 'error' })
    expect(readdirSync(path)).toEqual([])
  })

  it('gives the job pipes, which can be opened by name as often as it likes', async () => {
    const exec = useExec((await useLocal()).endpoint)
    const script = 'test -p /dev/stdout && echo a; echo b >/dev/stderr; echo c >/dev/stderr; exit 1'
    const { stdout, stderr } = await exec.run(quiet(script))
    expect([String(stdout), stderr]).toEqual(['a\n', 'b\nc\n'])
  })

  it('keeps it where nobody else can read it, without a name', async () => {
    const exec = useExec((await useLocal()).endpoint)
    const { path, environment } = useTemporary(exec)
    const script = 'ls -lL /proc/$PPID/fd; exit 1'
    const { stdout } = await exec.run(quiet(script), { environment })
    const files = String(stdout)
      .split('\n')
      .filter((line) => line.startsWith('-rw'))
    expect(files.length).toBeGreaterThanOrEqual(2)
    for (const line of files.slice(0, 2)) expect(line).toMatch(/^-rw------- 0 /u)
    expect(readdirSync(path)).toEqual([])
  })

  it('prints everything as it comes when the disk is full: the job does not notice', async () => {
    const exec = useExec((await useLocal()).endpoint)
    const { path, environment } = useTemporary(exec)
    // No file may be larger than 512 KiB; the job prints 1 MB on each stream.
    const by = ['sh', '-c', 'ulimit -f 1024; exec "$0" "$@"', process.execPath] as const
    const expected = 'The quick brown fox\n'.repeat(50_000)
    await writeFile(`${exec.folder}/expected`, expected)
    const script = 'cat expected; cat expected >&2; echo done'
    const { code, stdout, stderr } = await exec.run(quiet(script), { environment, by: [...by] })
    expect(code).toBe(0)
    expect(String(stdout) === `${expected}done\n`).toBe(true)
    expect(stderr.startsWith(expected)).toBe(true)
    expect(stderr.slice(expected.length)).toMatch(
      /^spikelog: The output could not be kept back and was printed as it came: EFBIG[^\n]+TMPDIR[^\n]+\n$/u,
    )
    expect(readdirSync(path)).toEqual([])
  })

  it('prints everything as it comes when there is no place for it', async () => {
    const exec = useExec((await useLocal()).endpoint)
    const environment = { TMPDIR: `${exec.folder}/nowhere` }
    const { code, stdout, stderr } = await exec.run(quiet('echo out; exit 0'), { environment })
    expect([code, String(stdout)]).toEqual([0, 'out\n'])
    expect(stderr).toMatch(/^spikelog: The output could not be kept back [^\n]+ENOENT[^\n]+\n$/u)
  })

  it.each([
    ['is forgotten after a success', 0, ''],
    ['is printed after a failure', 1, 'first\nlast\n'],
  ])('what a process prints that the job left behind %s', async (_, status, printed) => {
    const exec = useExec((await useLocal()).endpoint)
    const [go, done] = [`${exec.folder}/go`, `${exec.folder}/done`]
    spawnSync('mkfifo', [go, done])
    const left = '(read -r line <go; echo first; echo last; echo alive >done)'
    const child = exec.start(quiet(`${left} & exit ${status}`))
    const ended = toEnd(child)
    await once(child, 'exit')
    // A pipe that nobody reads any more would end it at its first word.
    const alive = readFile(done, 'utf8')
    await writeFile(go, 'go\n')
    expect(await alive).toBe('alive\n')
    expect(String((await ended).stdout)).toBe(printed)
  })
})
