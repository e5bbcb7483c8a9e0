import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Finished, Scene } from './fault.ts'
import { useLocalOf } from './injected.ts'

const script = fileURLToPath(new URL('serve-relay.ts', import.meta.url))
/** The kernel keeps one connection more than the backlog until somebody accepts it. */
const queued = 2

/** A server that is there and accepts no connection: it is stopped, and its queue is full. */
export async function prepareConnectBlackHole(finished: Finished): Promise<Scene> {
  const local = await useLocalOf(finished)
  const { port, pathname } = new URL(local.endpoint)
  const child = fork(script, [port], { execArgv: [] })
  finished(() => void child.kill('SIGKILL'))
  const [relayed] = (await once(child, 'message')) as [number]
  return {
    local: () => local,
    endpoint: `http://127.0.0.1:${relayed}${pathname}`,
    start: () => stop(child, relayed, finished),
    end: () => void child.kill('SIGCONT'),
  }
}

async function stop(child: ChildProcess, port: number, finished: Finished): Promise<void> {
  child.kill('SIGSTOP')
  const sockets = Array.from({ length: queued }, () => connect(port, '127.0.0.1'))
  finished(() => {
    for (const socket of sockets) socket.destroy()
  })
  for (const socket of sockets) socket.on('error', () => {})
  await Promise.all(sockets.map((socket) => once(socket, 'connect')))
}
