import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { useFolder } from '../client/support/use-folder.ts'
import { verifies } from '../requirements.ts'
import { useLocal } from '../support/use-local.ts'
import { plain } from './support/global-setup.ts'
import { nodes } from './support/nodes.ts'
import { runCommand } from './support/run-command.ts'
import { useInstall } from './support/use-install.ts'

const bin = 'node_modules/.bin/spikelog'
const silent = { code: 0, stdout: '', stderr: '' }

const { execPath: path } = process
const recorder = fileURLToPath(new URL('support/record-modules.ts', import.meta.url))
const bucketSeconds = 5

/** What a crontab gives a job: a home and the variables in it, nothing else. */
function useJob(endpoint: string, node: string, variables: Record<string, string> = {}) {
  const { folder } = useInstall(plain)
  const env = {
    HOME: useFolder(),
    SPIKELOG_ENDPOINT: endpoint,
    SPIKELOG_API_KEY: 'sk_local',
    ...variables,
  }
  return {
    run: (...args: string[]) => runCommand(node, [bin, ...args], { cwd: folder, env }),
    runNode: (...args: string[]) => runCommand(node, args, { cwd: folder, env }),
  }
}

describe.each(nodes)(verifies('cli', 'the command line packed, on Node $version'), (node) => {
  it('says nothing when all is well, posts, and keeps for the next run what is not due', async () => {
    const local = await useLocal()
    const { run } = useJob(local.endpoint, node.path)
    expect(await run('exec', '--name', 'true', '--', 'true')).toEqual(silent)
    expect(await run('record', 'seconds', '1.5', '--now')).toEqual(silent)
    expect(await run('set', 'cold', '-5', '--now')).toEqual(silent)
    expect(await run('add', 'jobs', '2')).toEqual(silent)
    expect(await run('add', 'jobs', '3')).toEqual(silent)
    expect(await run('flush', '--now')).toEqual(silent)
    const values = ['jobs', 'seconds', 'cold'].map((chart) => local.points(chart))
    expect(values).toMatchObject([[{ value: 5 }], [{ value: 1.5 }], [{ value: -5 }]])
    expect(await run('doctor')).toMatchObject({ code: 0, stderr: '' })
    expect(await run('status')).toMatchObject({ code: 0, stderr: '' })
  })
})

describe(verifies('cli', 'an increment while its bucket is open'), () => {
  it('opens no socket, and loads no undici', async () => {
    let connections = 0
    const server = createServer((socket) => {
      connections += 1
      socket.destroy()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const { run, runNode } = useJob(`http://127.0.0.1:${port}/`, path)
    expect(await run('add', 'jobs')).toEqual(silent)
    const recorded = await runNode('--import', recorder, bin, 'add', 'jobs')
    const files = JSON.parse(recorded.stdout) as string[]
    expect(files.join('\n')).toContain('/client/dist/sqlite-store.cjs')
    expect(files.filter((file) => file.includes('/undici/'))).toEqual([])
    expect(connections).toBe(0)
  })
})

describe(verifies('cli', 'increments of 120 processes, four at a time'), () => {
  it('give one point a bucket, and their sum', async () => {
    const local = await useLocal()
    const { run } = useJob(local.endpoint, path, { SPIKELOG_BUCKET_SECONDS: `${bucketSeconds}` })
    const values = Array.from({ length: 120 }, (_, index) => index + 1)
    const waiting = [...values]
    const startMillis = performance.now()
    const work = async () => {
      for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
        expect(await run('add', 'jobs', `${value}`)).toEqual(silent)
      }
    }
    await Promise.all([work(), work(), work(), work()])
    const elapsedMillis = performance.now() - startMillis
    expect(await run('flush', '--now')).toEqual(silent)

    const points = local.points('jobs').map(({ value }) => value)
    const buckets = Math.ceil(elapsedMillis / (bucketSeconds * 1000))
    console.log(`${points.length} points in ${buckets} buckets: ${points.join(' + ')}`)
    expect(Math.abs(points.length - buckets)).toBeLessThanOrEqual(1)
    expect(sum(points)).toBe(sum(values))
  })
})

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
