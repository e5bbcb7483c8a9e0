import assert from 'node:assert/strict'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { runChecks, until } from '@spikelog-otel-examples/check-support'
import { startLocalSpikelog } from '@spikelog-otel/local'
import type { LocalSpikelog } from '@spikelog-otel/local'
import { startFeedServer } from './check/feed-server.ts'
import { runScript } from './check/run-script.ts'

// Runs the script and its twin in bash as cron does, every now and then, with buckets of 2 s: a feed
// that gets new posts, one that fails and one that hangs.

const bucketMillis = 2000
const feedMillis = 20
/** What the feed does before each run: posts that are new, or what is wrong with it. */
const runs = [0, 3, 0, 'broken', 2, 'hanging', 0, 'broken', 4, 1] as const

const cli = fileURLToPath(
  new URL('dist/bin.mjs', import.meta.resolve('@spikelog-otel/cli/package.json')),
)
const twins = {
  'src/read-feed.ts': [process.execPath, resolve('src/read-feed.ts')],
  'read-feed.sh': ['bash', resolve('read-feed.sh')],
} as const

await runChecks(async (ok, defer) => {
  const folder = await mkdtemp(join(tmpdir(), 'rss-cron-'))
  defer(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'spikelog'), `#!/bin/sh\nexec "${process.execPath}" "${cli}" "$@"\n`)
  await chmod(join(folder, 'spikelog'), 0o755)

  const checked = await Promise.all(
    Object.entries(twins).map(([name, command]) => checkTwin(name, command, { folder, defer })),
  )
  for (const line of checked.flat()) ok(line)
})

/** Lets cron run one of them, and gives what was seen to hold. */
async function checkTwin(
  name: string,
  command: readonly string[],
  { folder, defer }: { readonly folder: string; readonly defer: (cleanUp: () => unknown) => void },
): Promise<string[]> {
  const [local, feed] = await Promise.all([
    startLocalSpikelog({ port: 0 }),
    startFeedServer(feedMillis),
  ])
  defer(() => local.close())
  defer(() => feed.close())
  const home = join(folder, name.replaceAll('/', '-'))
  const run = (variables: NodeJS.ProcessEnv = {}): ReturnType<typeof runScript> =>
    runScript([...command, feed.url], {
      HOME: home,
      PATH: [folder, dirname(process.execPath), process.env['PATH']].join(delimiter),
      SPIKELOG_API_KEY: local.apiKey,
      SPIKELOG_ENDPOINT: local.endpoint,
      SPIKELOG_BUCKET_SECONDS: String(bucketMillis / 1000),
      ...variables,
    })

  const values = (chart: string): number[] => local.points(chart).map(({ value }) => value)
  const startMillis = performance.now()
  /** Buckets in which something was measured; where theirs begin, only the scripts know. */
  const inBuckets = new Set<number>()
  let [posts, errors] = [0, 0]
  for (const [index, what] of runs.entries()) {
    if (index > 0) await pause(400)
    if (typeof what === 'number') {
      feed.answer('fine')
      feed.publish(what)
      posts += what
    } else {
      feed.answer(what)
      errors += 1
    }
    const { status, stdout, stderr } = await run(
      what === 'hanging' ? { RSS_CRON_TIMEOUT_MS: '400' } : {},
    )
    inBuckets.add(Math.floor((performance.now() - startMillis) / bucketMillis))
    const isFine = typeof what === 'number'
    assert.deepEqual([status, stdout], [isFine ? 0 : 1, ''], stderr)
    // What a machine that is busy with other tests does not get done in time is tried again.
    if (isFine) assert.match(stderr, /^(?:spikelog: [^\n]*no complete answer within[^\n]*\n)?$/)
    else assert.match(stderr, /^.*(?:500|timeout|timed out).*\n$/i)
  }
  // The bucket of these runs is over before the last one, which posts it and measures only zeros.
  await pause(bucketMillis + bucketMillis / 10)
  feed.answer('fine')
  await until('what was measured', async () => {
    await run()
    return (sum(values('new_posts')) >= posts && sum(values('fetch_err')) >= errors) || undefined
  })
  const buckets = (performance.now() - startMillis) / bucketMillis

  assert.deepEqual(
    local
      .charts()
      .map(({ chart }) => chart)
      .sort(byText),
    ['avg_latency', 'fetch_err', 'new_posts'],
  )
  assert.equal(sum(values('new_posts')), posts)
  assert.equal(sum(values('fetch_err')), errors)
  for (const value of values('avg_latency')) assert.ok(value >= feedMillis && value < 10_000)
  for (const { chart } of local.charts()) {
    const points = values(chart).length
    assert.ok(points <= buckets + 1, `${chart} has ${points} points of ${buckets} buckets.`)
  }
  assert.ok(values('fetch_err').length >= inBuckets.size - 2)
  expectNoRepeats(local)
  return [
    `${name}: ${posts} new posts and ${errors} fetch errors of ${runs.length} runs are on the charts`,
    `${name}: at most one point every ${bucketMillis / 1000} s, ${values('fetch_err').length} in all`,
  ]
}

/** No point came twice. */
function expectNoRepeats(local: LocalSpikelog): void {
  for (const { chart } of local.charts()) {
    const keys = local.points(chart).map(({ key }) => key)
    assert.equal(new Set(keys).size, keys.length)
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function byText(left: string, right: string): number {
  return left < right ? -1 : 1
}
