import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppProcess, findFreePort, runChecks } from '@spikelog-otel-examples/check-support'
import { startLocalSpikelog } from '@spikelog-otel/local'

// Runs the script as cron does: with a healthy service and with none, in good days and in bad ones.

await runChecks(async (ok, defer) => {
  const folder = await mkdtemp(join(tmpdir(), 'plain-script-'))
  defer(() => rm(folder, { recursive: true }))
  const backups = join(folder, 'backups')
  await mkdir(backups)
  await writeFile(join(backups, 'monday.tar'), Buffer.alloc(1_500_000))
  await writeFile(join(backups, 'tuesday.tar'), Buffer.alloc(2_000_000))
  const fallbackFile = join(folder, 'fallback.csv')

  const local = await startLocalSpikelog({ port: 0 })
  defer(() => local.close())
  const deadEndpoint = `http://127.0.0.1:${await findFreePort()}/api/v1/ingest`

  const run = (args: string[], endpoint: string): AppProcess =>
    new AppProcess({
      args: ['src/report.ts', ...args],
      env: {
        SPIKELOG_API_KEY: local.apiKey,
        SPIKELOG_ENDPOINT: endpoint,
        SPIKELOG_FALLBACK_CSV: fallbackFile,
      },
    })
  const values = (chart: string): number[] => local.points(chart).map(({ value }) => value)

  const good = await run([backups], local.endpoint).ended()
  assert.deepEqual(good, { status: 0, stdout: '', stderr: '' })
  assert.deepEqual([values('backups'), values('backups MB')], [[2], [3.5]])
  assert.equal(local.charts().length, 4)
  ok('a good run: its numbers are on the charts, exit status 0')

  const lastWeek = new Date(Date.now() - 7 * 24 * 3_600_000)
  for (const name of ['monday.tar', 'tuesday.tar']) {
    await utimes(join(backups, name), lastWeek, lastWeek)
  }
  const stale = await run([backups], local.endpoint).ended()
  assert.deepEqual(stale, { status: 1, stdout: '', stderr: '' })
  assert.equal(Math.round(values('hours since the last backup')[1] ?? 0), 168)
  ok('a stale backup: charted as 168 h old, exit status 1')

  const missing = await run([join(folder, 'missing')], local.endpoint).ended()
  assert.equal(missing.status, 2)
  assert.match(missing.stderr, /^Error: ENOENT.*\n$/)
  assert.deepEqual(values('backup check failures'), [1])
  ok('a run that fails: one more failure on its chart, exit status 2')

  const points = local.requests().byStatus
  const startMillis = performance.now()
  const [down, downAndMissing] = await Promise.all([
    run([backups], deadEndpoint).ended(),
    run([join(folder, 'missing')], deadEndpoint).ended(),
  ])
  const tookMillis = performance.now() - startMillis
  assert.deepEqual([down.status, downAndMissing.status], [1, 2])
  assert.match(down.stderr, /Undelivered at shutdown: 4 points, kept in /)
  assert.deepEqual(local.requests().byStatus, points)
  assert.ok(tookMillis < 10_000, `It took ${tookMillis} ms.`)
  const [header, ...rows] = (await readFile(fallbackFile, 'utf8')).trimEnd().split('\n')
  assert.equal(header, 'time,chart,value,reason,key')
  const written = rows.map((row) => row.split(',').slice(1, 4).join(',')).filter(Boolean)
  assert.deepEqual(
    written.filter((row) => !/^(?:hours|backup check seconds)/.test(row)).sort(byText),
    ['backup check failures,1,shutdown', 'backups MB,3.5,shutdown', 'backups,2,shutdown'],
  )
  assert.equal(written.length, 5)
  ok('no network: the exit statuses stay 1 and 2, the points are in the fallback file within 10 s')
})

function byText(left: string, right: string): number {
  return left < right ? -1 : 1
}
