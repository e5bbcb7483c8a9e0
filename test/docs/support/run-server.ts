import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { root } from './doc-pages.ts'

/**
 * Starts a server of ours with the arguments of the docs, on a free port, and ends it as soon as it
 * says that it runs. What is wrong, in words.
 */
export async function runServer(bin: string, args: readonly string[]): Promise<string[]> {
  const child = spawn(process.execPath, [bin, ...args, '--port', '0'], {
    cwd: join(root, 'test/docs'),
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 15_000,
    killSignal: 'SIGKILL',
  })
  const stderr = text(child.stderr)
  const exited = once(child, 'exit')
  child.stdout.once('data', () => child.kill('SIGTERM'))
  const [[code, signal], said] = await Promise.all([exited, stderr])
  return code === 0 && said === '' ? [] : [`it ended with ${code ?? signal} and said: ${said}`]
}
