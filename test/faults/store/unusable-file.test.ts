import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from 'node:fs'
import { createSqliteBucketStore, toAggregate } from '@spikelog-otel/client'
import { describe, expect, it, onTestFinished } from 'vitest'
import { useFolder } from '../../client/support/use-folder.ts'
import { verifies } from '../../requirements.ts'
import { FakeLogger } from '../../support/fake-logger.ts'
import { readCsv } from '../../support/read-csv.ts'
import { useLocal } from '../../support/use-local.ts'
import { Job } from '../support/store/run-job.ts'

const bucketMillis = 60_000

describe(verifies('shortLived', 'a job whose store cannot be written'), () => {
  it.each([
    {
      what: 'file',
      told: /cannot be used: it failed \(EACCES: permission denied, open/u,
      close: (folder: string) => {
        writeFileSync(`${folder}/store.sqlite`, '')
        chmodSync(`${folder}/store.sqlite`, 0o444)
      },
    },
    {
      what: 'folder',
      told: /cannot be used: it failed \(EACCES: permission denied, mkdir/u,
      close: (folder: string) => chmodSync(folder, 0o555),
    },
  ])('since its $what is read-only says so once, and writes down what it has', async (each) => {
    const local = await useLocal({ apiKey: 'sk_of_readers' })
    const folder = useFolder()
    const written = useFolder()
    const store = each.what === 'file' ? `${folder}/store.sqlite` : `${folder}/deep/store.sqlite`
    each.close(folder)
    const { apiKey, endpoint } = local
    const options = {
      apiKey,
      endpoint,
      store,
      bucketMillis,
      charts: ['runs', 'mails'],
      runs: 1,
      flushes: false,
      fallbackFile: `${written}/rest.csv`,
    }
    const { code, stderr, acknowledged } = await new Job(options, { obeysModes: true }).ended
    expect({ code, acknowledged }).toEqual({ code: 0, acknowledged: 2 })
    const lines = stderr.trimEnd().split('\n')
    expect(lines[0]).toMatch(each.told)
    expect(lines.filter((line) => line.includes('cannot be used'))).toHaveLength(1)
    const rows = readCsv(readFileSync(`${written}/rest.csv`, 'utf8'))
    expect(
      rows
        .slice(1)
        .map(([, chart, value]) => `${chart}=${value}`)
        .sort(),
    ).toEqual(['mails=1', 'runs=1'])
  })
})

/** What a store says that cannot use its path. */
function warningsAt(path: string): readonly string[] {
  const logger = new FakeLogger()
  const store = createSqliteBucketStore({ path, bucketMillis, logger })
  store.merge('users', toAggregate(1, 0), 0, { aggregation: 'sum' })
  expect(store.durable.close(0)).toMatchObject([{ aggregate: { sum: 1 } }])
  return logger.at('warn')
}

describe(verifies('shortLived', 'a store whose path leads to no file'), () => {
  it('does not wait for somebody at the other end of a pipe', () => {
    const path = `${useFolder()}/store.sqlite`
    execFileSync('mkfifo', [path])
    expect(warningsAt(path)).toEqual([expect.stringContaining('cannot be used: it failed (ENXIO')])
  })

  it('throws nothing in a folder that was removed', () => {
    const folder = `${useFolder()}/removed`
    const before = process.cwd()
    mkdirSync(folder)
    process.chdir(folder)
    onTestFinished(() => process.chdir(before))
    rmdirSync(folder)
    expect(warningsAt('store.sqlite')).toEqual([expect.stringContaining('cannot be used')])
  })
})

describe(verifies('shortLived', 'a job whose store is where no folder can be made'), () => {
  it('ends, and writes down what it has', async () => {
    const { apiKey, endpoint } = await useLocal({ apiKey: 'sk_of_nowhere' })
    const fallbackFile = `${useFolder()}/rest.csv`
    const store = '/proc/nowhere/deep/store.sqlite'
    const options = { apiKey, endpoint, store, bucketMillis, charts: ['runs'], runs: 1 }
    const job = new Job({ ...options, flushes: false, fallbackFile })
    // It would run for ever where it tries for ever to make the folder.
    const killing = setTimeout(() => job.child.kill('SIGKILL'), 15_000)
    const { code, stderr } = await job.ended
    clearTimeout(killing)
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('mkdir') })
    expect(readCsv(readFileSync(fallbackFile, 'utf8')).slice(1)).toMatchObject([{ 1: 'runs' }])
  })
})

describe(verifies('shortLived', 'a job whose disk is full'), () => {
  it('loses nothing: what the file does not take is posted or written down', async () => {
    const local = await useLocal({ apiKey: 'sk_of_the_full', limits: { maxCharts: 1000 } })
    const folder = useFolder()
    const charts = Array.from({ length: 300 }, (_, number) => `a chart with a long name ${number}`)
    const { apiKey, endpoint } = local
    const options = {
      apiKey,
      endpoint,
      bucketMillis,
      charts,
      maxCharts: 1000,
      runs: 1,
      store: `${folder}/store.sqlite`,
      fallbackFile: `${folder}/rest.csv`,
    }
    const full = await new Job({ ...options, flushes: false }, { mostFileBytes: 256 * 1024 }).ended
    expect(full).toMatchObject({ code: 0, acknowledged: 300 })
    expect(full.stderr).toMatch(/cannot be used: (?:its disk is full|it failed) \(/u)
    const written = readCsv(readFileSync(`${folder}/rest.csv`, 'utf8')).slice(1)
    expect(written.length).toBeGreaterThan(10)
    expect(written.length).toBeLessThan(290)
    // There is room again.
    const roomy = await new Job({ ...options, flushes: true }).ended
    expect({ code: roomy.code, stderr: roomy.stderr }).toEqual({ code: 0, stderr: '' })
    const posted = charts.reduce(
      (sum, chart) => sum + local.points(chart).reduce((all, { value }) => all + value, 0),
      0,
    )
    expect(posted + written.length).toBe(600)
  })
})

const holder = `
  const { DatabaseSync } = require('node:sqlite')
  new DatabaseSync(process.argv[1]).exec('BEGIN IMMEDIATE')
  process.stdout.write('locked')
  process.kill(process.pid, 'SIGSTOP')
`

describe(verifies('shortLived', 'a process that was stopped while it had the file locked'), () => {
  it('keeps no other waiting, and loses it nothing', async () => {
    const path = `${useFolder()}/store.sqlite`
    const logger = new FakeLogger()
    const busyMillis = 300
    const store = createSqliteBucketStore({ path, bucketMillis, logger, busyMillis })
    onTestFinished(() => void store.durable.close(performance.now()))
    const add = (value: number): number => {
      const beganMillis = performance.now()
      store.merge('users', toAggregate(value, beganMillis), beganMillis, { aggregation: 'sum' })
      return performance.now() - beganMillis
    }
    add(1)
    const child = spawn(process.execPath, ['--no-warnings', '-e', holder, path])
    try {
      await once(child.stdout, 'data')
      // It waits once, and no longer than it may.
      expect(add(2)).toBeLessThan(2 * busyMillis)
      for (let more = 0; more < 100; more += 1) add(1)
      expect(store.durable.close(performance.now())).toMatchObject([{ aggregate: { sum: 102 } }])
      expect(logger.at('warn')).toEqual([
        expect.stringContaining('another process has locked it (database is locked)'),
      ])
      add(2)
      for (let more = 0; more < 100; more += 1) add(1)
    } finally {
      child.kill('SIGKILL')
      await once(child, 'close')
    }
    expect(store.durable.close(performance.now())).toEqual([])
    expect(store.pending().get('users')?.sum).toBe(103)
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })
})
