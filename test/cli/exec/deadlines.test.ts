import { once } from 'node:events'
import { globSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import { useBlackHole } from '../../client/support/use-black-hole.ts'
import { useServer, useTcpServer } from '../../client/support/use-server.ts'
import { verifies } from '../../requirements.ts'
import { useLocal } from '../../support/use-local.ts'
import { toEnd, useExec } from './support/use-exec.ts'
import type { Exec } from './support/use-exec.ts'

const mostMillis = 2100

/** A port that nobody listens on any more. */
async function findClosedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

/** Runs a job and tells how long this process lives after the job, and what it says. */
async function timeAfterJob(exec: Exec, options: Parameters<Exec['start']>[1] = {}) {
  const child = exec.start(['--name', 'job', '--', 'sh', '-c', 'echo over; exit 3'], options)
  const ended = toEnd(child)
  const exited = once(child, 'exit')
  await once(child.stdout ?? child, 'data')
  const overMillis = performance.now()
  await exited
  const millis = performance.now() - overMillis
  const { code, stderr } = await ended
  return { millis, code, lines: stderr.split('\n').slice(0, -1) }
}

const drip = (write: (piece: string) => void): void => {
  const timer = setInterval(write, 50, 'x')
  timer.unref()
}

/** Servers of each kind, and the most lines that are said of them. */
const kinds: Readonly<Record<string, () => Promise<string>>> = {
  'refuses connections': async () => `http://127.0.0.1:${await findClosedPort()}/`,
  'accepts no connection': async () => (await useBlackHole()).endpoint,
  'never answers': async () => (await useServer(() => undefined)).endpoint,
  'ends every connection': async () => (await useTcpServer((socket) => socket.destroy())).endpoint,
  'drips its headers': async () =>
    (await useTcpServer((socket) => drip((piece) => socket.write(piece)))).endpoint,
  'answers 503': async () =>
    (await useServer((response) => response.writeHead(503).end())).endpoint,
  'wants nobody for an hour': async () =>
    (await useServer((response) => response.writeHead(429, { 'retry-after': '3600' }).end()))
      .endpoint,
  'refuses the key': async () =>
    (await useServer((response) => response.writeHead(401).end())).endpoint,
}

describe(verifies('exec', `spikelog exec ends within ${mostMillis} ms of its job`), () => {
  it.each(Object.keys(kinds))('and says one line, with a server that %s', async (kind) => {
    const exec = useExec((await kinds[kind]?.()) ?? '')
    const { millis, code, lines } = await timeAfterJob(exec)
    expect(code).toBe(3)
    expect(millis).toBeLessThan(mostMillis)
    expect(lines).toEqual([expect.stringMatching(/^spikelog: /u)])
  })

  it('and says nothing, with a server that is well', async () => {
    const { endpoint, points } = await useLocal()
    const { millis, code, lines } = await timeAfterJob(useExec(endpoint))
    expect({ code, lines }).toEqual({ code: 3, lines: [] })
    expect(millis).toBeLessThan(mostMillis)
    expect(points('failures').map(({ value }) => value)).toEqual([1])
  })

  it('and says nothing, with a server that says yes and then drips its body', async () => {
    const { endpoint } = await useServer((response) => drip((piece) => response.write(piece)))
    const { millis, code, lines } = await timeAfterJob(useExec(endpoint))
    expect({ code, lines }).toEqual({ code: 3, lines: [] })
    expect(millis).toBeLessThan(mostMillis)
  })

  it('and posts without it, with a store that another process keeps locked', async () => {
    const { endpoint, points } = await useLocal()
    const exec = useExec(endpoint)
    await exec.run(['--name', 'first', '--', 'true'])
    const [file = ''] = globSync('state/spikelog/*.sqlite', { cwd: exec.folder })
    const other = new DatabaseSync(`${exec.folder}/${file}`)
    onTestFinished(() => other.close())
    other.exec('BEGIN EXCLUSIVE')
    const { millis, code, lines } = await timeAfterJob(exec)
    expect(code).toBe(3)
    expect(millis).toBeLessThan(mostMillis)
    // A lock may be gone by the next run: nothing has to be done about it yet.
    expect(lines).toEqual([])
    expect(points('job')).toHaveLength(1)
  })

  it.each([
    ['is something else', 'store.sqlite', ''],
    ['cannot be there', 'file', '/store.sqlite'],
  ])('and says so, with a store whose file %s', async (_, name, below) => {
    const { endpoint, points } = await useLocal()
    const exec = useExec(endpoint)
    writeFileSync(`${exec.folder}/${name}`, 'something else '.repeat(1000))
    const environment = { SPIKELOG_STORE: `${exec.folder}/${name}${below}` }
    const { millis, code, lines } = await timeAfterJob(exec, { environment })
    expect(code).toBe(3)
    expect(millis).toBeLessThan(mostMillis)
    expect(lines).toEqual([expect.stringMatching(/^spikelog: The store /u)])
    expect(points('job')).toHaveLength(1)
  })

  it('and says what to set, without a key', async () => {
    const { millis, code, lines } = await timeAfterJob(useExec('http://127.0.0.1:9/', ''))
    expect(code).toBe(3)
    expect(millis).toBeLessThan(mostMillis)
    expect(lines).toEqual([
      expect.stringMatching(
        /^spikelog: `job` ended with 3 after 0\.\d{3} s, which is not reported\. .*SPIKELOG_API_KEY=/u,
      ),
    ])
  })

  it('when Node itself would wait longer, as for a name server that does not answer', async () => {
    const { endpoint } = await useServer(() => undefined)
    const exec = useExec(endpoint.replace('127.0.0.1', 'localhost'))
    // The threads that look up names wait for whoever writes to a pipe: nobody.
    const block = `import dns from 'node:dns'
      import { open } from 'node:fs'
      import { spawnSync } from 'node:child_process'
      const { lookup } = dns
      dns.lookup = (...args) => {
        spawnSync('mkfifo', ['pipe'])
        for (let count = 0; count < 4; count += 1) open('pipe', () => undefined)
        lookup(...args)
      }`
    const by = [process.execPath, '--import', `data:text/javascript,${encodeURIComponent(block)}`]
    const { millis, code } = await timeAfterJob(exec, { by: by as [string, ...string[]] })
    expect(code).toBe(3)
    expect(millis).toBeLessThan(mostMillis)
  })

  it('and waits for nobody whom the job leaves behind', async () => {
    const exec = useExec((await useLocal()).endpoint)
    const child = exec.start(['--', 'sh', '-c', 'sleep 60 & echo $!; exit 3'])
    const [pid] = (await once(child.stdout?.setEncoding('utf8') ?? child, 'data')) as [string]
    const overMillis = performance.now()
    expect(await once(child, 'exit')).toEqual([3, null])
    expect(performance.now() - overMillis).toBeLessThan(mostMillis)
    process.kill(Number(pid))
  })
})
