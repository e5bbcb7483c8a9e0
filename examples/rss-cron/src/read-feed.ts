import { metrics } from '@opentelemetry/api'
import { parseFeed } from './parse-feed.ts'
import { readSeen, writeSeen } from './seen-posts.ts'
import { meterProvider } from './telemetry.ts'

// A script for cron: reads a feed and charts what it finds.
//
//   * * * * *  node src/read-feed.ts https://example.com/feed.xml
//
// Exit status: 0 when it could read the feed, 1 when not, with the reason on standard error.

const timeoutMillis = Number(process.env['RSS_CRON_TIMEOUT_MS'] ?? 10_000)
const [url = ''] = process.argv.slice(2)

metrics.setGlobalMeterProvider(meterProvider)
const meter = metrics.getMeter('rss-cron')
const newPosts = meter.createCounter('new_posts')
const fetchErrors = meter.createCounter('fetch_err')
const latency = meter.createHistogram('avg_latency', { unit: 'ms' })

let posts: string[] | undefined
try {
  const start = performance.now()
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMillis) })
  if (!response.ok) throw new Error(`${url} answered with ${response.status}`)
  const xml = await response.text()
  latency.record(performance.now() - start)

  posts = parseFeed(xml)
  const seen = await readSeen()
  // The first run only remembers: the whole feed would be a spike.
  newPosts.add(seen === undefined ? 0 : posts.filter((post) => !seen.has(post)).length)
  fetchErrors.add(0) // a gap in the chart says that the script did not run
} catch (error) {
  fetchErrors.add(1)
  console.error(String(error))
  process.exitCode = 1
}

// Puts what was measured into the file and posts the buckets that are over, within 5 s whatever the
// network does. It never throws.
await meterProvider.shutdown()
if (posts !== undefined) await writeSeen(posts)
