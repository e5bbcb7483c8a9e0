import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { useFolder } from './support/use-folder.ts'
import { useBlackHole } from './support/use-black-hole.ts'
import { useServer, useTcpServer } from './support/use-server.ts'

const clientUrl = new URL('../../packages/client/src/index.ts', import.meta.url).href

/** Runs a script in a process of its own, with a client that posts to `endpoint`. */
async function run(
  endpoint: string,
  script: string,
): Promise<{ code: number | null; output: string; millis: number }> {
  const file = `${useFolder()}/script.mjs`
  writeFileSync(
    file,
    `import { SpikelogClient } from ${JSON.stringify(clientUrl)}
     const open = (options = {}, parts = {}) => new SpikelogClient({
       apiKey: 'sk_test', endpoint: ${JSON.stringify(endpoint)}, ...options }, parts)
     ${script}`,
  )
  const start = performance.now()
  const child = spawn(process.execPath, ['--no-warnings', file], { stdio: 'pipe' })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const code = await new Promise<number | null>((resolve) => {
    child.on('close', resolve)
  })
  return { code, output, millis: performance.now() - start }
}

describe('a process', () => {
  it('that awaits close() at its top level ends at once, with exit code 0', async () => {
    const { endpoint, requests } = await useServer((response) => response.end('{}'))
    const { code, output, millis } = await run(
      endpoint,
      `const client = open()
       client.add('users')
       console.log(JSON.stringify(await client.close()))`,
    )
    expect({ code, output }).toEqual({
      code: 0,
      output: '{"delivered":1,"pending":0,"dropped":0}\n',
    })
    expect(requests).toHaveLength(1)
    expect(millis).toBeLessThan(5000)
  })

  it('that awaits flush() and close() while the server fails ends with exit code 0', async () => {
    const { endpoint } = await useServer((response) => response.writeHead(503).end())
    const { code, output } = await run(
      endpoint,
      `const client = open({ shutdownTimeoutMillis: 300 })
       client.add('users', 5)
       await client.flush({ timeoutMillis: 200 })
       await client.close()
       console.log('done')`,
    )
    expect(code).toBe(0)
    expect(output).toContain('Undelivered at shutdown: users=5.')
    expect(output).toMatch(/done\n$/u)
  })

  it('that awaits close() against a server that hangs ends with exit code 0', async () => {
    const { endpoint } = await useTcpServer(() => {})
    const { code, output } = await run(
      endpoint,
      `const client = open({ shutdownTimeoutMillis: 300 })
       client.add('users', 5)
       await client.close()
       console.log('done')`,
    )
    expect(code).toBe(0)
    expect(output).toMatch(/done\n$/u)
  })

  it.each(['false', 'true'])(
    'that gives up a server it cannot connect to ends at once (in the background: %s)',
    async (isBackground) => {
      const { endpoint } = await useBlackHole()
      const { code, output } = await run(
        endpoint,
        `const client = open({ shutdownTimeoutMillis: 300 }, { isBackground: ${isBackground} })
         client.add('users', 5)
         if (${isBackground}) await client.flush({ timeoutMillis: 200, giveUp: true })
         else await client.close()
         const start = performance.now()
         process.on('exit', () => console.log(performance.now() - start < 1000 ? 'soon' : 'late'))`,
      )
      expect({ code, output }).toMatchObject({ code: 0, output: expect.stringMatching(/soon\n$/u) })
    },
  )

  it('is not kept alive by a bucket that waits', async () => {
    const { endpoint, requests } = await useServer()
    const { code, millis } = await run(endpoint, `open().add('users')`)
    expect(code).toBe(0)
    expect(requests).toEqual([])
    expect(millis).toBeLessThan(5000)
  })

  it('is not kept alive by the backoff of a delivery, nor by a kept connection', async () => {
    const { endpoint, requests } = await useServer((response) =>
      response.writeHead(503, { 'Retry-After': '20' }).end(),
    )
    const { code, millis } = await run(
      endpoint,
      `open({ bucketMillis: 50 }).add('users')
       setTimeout(() => {}, 400)`,
    )
    expect(code).toBe(0)
    expect(requests.length).toBeGreaterThan(0)
    expect(millis).toBeLessThan(5000)
  })
})
