import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { onTestFinished } from 'vitest'

const script = `
  const server = require('node:http').createServer((_, response) => response.end('{}'))
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => console.log(server.address().port))`

/** The kernel keeps one connection more than the backlog until somebody accepts it. */
const queued = 2

/** A server that is there and accepts no connection until it goes on: stopped, its queue full. */
export async function useBlackHole(): Promise<{ endpoint: string; goOn: () => void }> {
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [text] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string]
  child.kill('SIGSTOP')
  for (let count = 0; count < queued; count += 1) {
    const socket = connect(Number(text), '127.0.0.1')
    onTestFinished(() => void socket.destroy())
    await once(socket, 'connect')
  }
  const endpoint = `http://127.0.0.1:${Number(text)}/api/v1/ingest`
  return { endpoint, goOn: () => void child.kill('SIGCONT') }
}
