import { join } from 'node:path'
import { expect, describe, it } from 'vitest'
import { verifies } from '../requirements.ts'
import { valuesOf } from '../support/use-app.ts'
import { useLocal } from '../support/use-local.ts'
import { startApp } from './support/start-app.ts'
import type { App } from './support/start-app.ts'
import { useInstalled } from './support/use-installed.ts'

const app = `
  import { metrics } from '@opentelemetry/api'
  metrics.getMeter('app').createCounter('users').add(Number(process.argv[2]))
  const [,,, end] = process.argv
  if (end === 'exit') process.exit(3)
  if (end === 'throw') throw new Error('bug')
  if (end === 'signal') setInterval(() => console.log('ready'), 20)
`

async function useRegistered() {
  const local = await useLocal()
  const folder = useInstalled('the newest SDK', { 'app.mjs': app })
  const run = (value: number, end: string, bucketSeconds = 3600): App => {
    const args = ['--import', '@spikelog-otel/exporter/register', 'app.mjs', String(value), end]
    return startApp(folder, args, {
      SPIKELOG_API_KEY: local.apiKey,
      SPIKELOG_ENDPOINT: local.endpoint,
      SPIKELOG_STORE: join(folder, 'state/'),
      SPIKELOG_BUCKET_SECONDS: String(bucketSeconds),
    })
  }
  return { local, run }
}

describe(verifies('shortLived', 'a process that is set up without code and has a store'), () => {
  it('leaves to the next one what is not due, however it ends', async () => {
    const { local, run } = await useRegistered()
    expect(await run(1, 'by itself').ended).toMatchObject({ code: 0, stderr: '', rows: [] })
    expect(await run(2, 'exit').ended).toMatchObject({ code: 3, stderr: '', rows: [] })
    const thrown = await run(4, 'throw').ended
    expect(thrown).toMatchObject({ code: 1, rows: [] })
    expect(thrown.stderr).not.toContain('Undelivered')
    const { printed, kill, ended } = run(8, 'signal')
    await printed('ready')
    kill('SIGTERM')
    expect(await ended).toMatchObject({ signal: 'SIGTERM', stderr: '', rows: [] })
    expect(local.charts()).toEqual([])
    // With buckets as short as that everything is due.
    await run(16, 'by itself', 0.01).ended
    await run(0, 'by itself', 0.01).ended
    const sum = valuesOf(local, 'users').reduce((so, value) => so + value, 0)
    expect(sum).toBe(31)
    expect(valuesOf(local, 'users')[0]).toBe(15)
  })
})
