import { spawn } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { verifies } from '../requirements.ts'

const folder = new URL('../../examples/', import.meta.url)

/** The demo, which has tests of its own, and what the checks share. */
const withoutCheck = new Set(['http-service', 'check-support'])
const examples = globSync('*/package.json', { cwd: fileURLToPath(folder) })
  .map((file) => dirname(file))
  .filter((name) => !withoutCheck.has(name))

/** Runs the script `check` of an example as `npm run check` does, on the packages as they are built. */
async function runCheck(
  example: string,
  onTestFinished: (cleanUp: () => void) => void,
): Promise<{ status: unknown; stdout: string; stderr: string }> {
  const cwd = new URL(`${example}/`, folder)
  const { scripts } = JSON.parse(readFileSync(new URL('package.json', cwd), 'utf8')) as {
    scripts: Record<string, string>
  }
  const [command, ...args] = scripts['check']?.split(' ') ?? []
  expect(command).toBe('node')
  const child = spawn(process.execPath, args, {
    cwd: fileURLToPath(cwd),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal))
  })
  const [status, stdout, stderr] = await Promise.all([
    ended,
    text(child.stdout),
    text(child.stderr),
  ])
  return { status, stdout, stderr }
}

describe(verifies('examples', 'the examples'), { concurrent: true, timeout: 60_000 }, () => {
  it.for(examples)('%s does what it says', async (example, { onTestFinished }) => {
    const { status, stdout, stderr } = await runCheck(example, onTestFinished)
    expect(stderr).toBe('')
    expect(stdout).toMatch(/^(?:ok {2}.+\n)+$/)
    expect(status).toBe(0)
  })
})
