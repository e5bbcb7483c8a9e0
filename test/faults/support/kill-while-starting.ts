import { watch } from 'node:fs'
import { dirname } from 'node:path'
import { ServerProcess } from './server-process.ts'

/**
 * Starts a server and kills it after some of the steps in which it makes or recovers its file, at
 * the latest when it listens.
 *
 * @param steps - changes in the folder of the file until the kill
 * @returns whether it was killed before it listened
 */
export async function killWhileStarting(file: string, steps: number): Promise<boolean> {
  const watcher = watch(dirname(file))
  let remaining = steps
  const reached = new Promise<void>((resolve) => {
    watcher.on('change', () => {
      remaining -= 1
      if (remaining === 0) resolve()
    })
  })
  const server = new ServerProcess({ file })
  await Promise.race([reached, server.port])
  await server.kill()
  watcher.close()
  return (await server.port) === undefined
}
