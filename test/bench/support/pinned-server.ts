import { fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'

/** Servers get one core, those who call them another, where the system has two and can tell them apart. */
const serverCore = '0'
const callerCore = '1'
const canPin = [serverCore, callerCore].every(
  (core) => spawnSync('taskset', ['-c', core, 'true']).status === 0,
)

/** A server in a process of its own. */
export interface PinnedServer {
  readonly port: number
  readonly stop: () => Promise<void>
}

/** Keeps this process off the servers' core. */
export function leaveServerCore(): void {
  if (canPin) spawnSync('taskset', ['-acp', callerCore, String(process.pid)])
  else console.log('Without two cores and taskset, servers and callers share what there is.')
}

/** The command that runs this Node on the callers' core. */
export function commandOnCallerCore(args: readonly string[]): [command: string, args: string[]] {
  return canPin
    ? ['taskset', ['-c', callerCore, process.execPath, ...args]]
    : [process.execPath, [...args]]
}

/** Starts a script that sends its port. */
export async function startPinnedServer(
  script: URL,
  args: readonly string[] = [],
): Promise<PinnedServer> {
  const pin = { execPath: 'taskset', execArgv: ['-c', serverCore, process.execPath] }
  const child = fork(script, args, canPin ? pin : {})
  const exited = once(child, 'exit')
  const ended = exited.then(() => {
    throw new Error(`${script.pathname} ended instead of listening`)
  })
  const [port] = (await Promise.race([once(child, 'message'), ended])) as [number]
  // From here on its end is no surprise.
  ended.catch(() => undefined)
  const stop = async (): Promise<void> => {
    child.kill()
    await exited
  }
  return { port, stop }
}
