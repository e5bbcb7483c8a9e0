/** The arithmetic of schedules, tried: runs of a job, each a process with a client of its own, on a fake clock. */
import { createSqliteBucketStore } from '@spikelog-otel/client'
import { describe, expect, it } from 'vitest'
import { widenBucket } from '../../packages/client/src/options/widen-bucket.ts'
import { useFolder } from '../client/support/use-folder.ts'
import { verifies } from '../requirements.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { answer, FakeTransport } from '../support/fake-transport.ts'
import { useClient } from '../support/use-client.ts'
import { readDocPages } from './support/doc-pages.ts'
import { readRows } from './support/read-tables.ts'

const page = readDocPages().find(({ file }) => file.endsWith('docs/schedule-and-history.md'))
const daySeconds = 86_400
/** The first is a run's alone, and posted at once. */
const points = 5

/** `each 15 min` in seconds. */
function toSeconds(text: string): number {
  const [, amount = '1', unit = ''] = /^each (?:(\d+) )?(min|minute|hour|day)$/u.exec(text) ?? []
  const seconds = { min: 60, minute: 60, hour: 3600, day: daySeconds }[unit]
  if (seconds === undefined) throw new Error(`Expected an interval, got ${text}`)
  return Number(amount) * seconds
}

/** `5 min`, or what `keepDays` makes of it. */
function toBucketMillis(text: string): number {
  const [, seconds, keepDays] = /^(\d+) s \(`keepDays` (\d+)\)$/u.exec(text) ?? []
  if (seconds === undefined) return text === '5 min' ? 300_000 : Number.NaN
  const bucketMillis = widenBucket(300_000, Number(keepDays))
  expect(bucketMillis).toBe(Number(seconds) * 1000)
  return bucketMillis
}

/** When a job that runs so often makes its points, in seconds, and how many runs are in each. */
async function runJob(everySeconds: number, bucketMillis: number) {
  const path = `${useFolder()}/store.sqlite`
  const clock = new FakeClock()
  const made: { readonly atSeconds: number; readonly runs: number }[] = []
  const transport = new FakeTransport(({ value }) => {
    made.push({ atSeconds: clock.now() / 1000, runs: Number(value) })
    return answer(200)
  })
  while (made.length < points) {
    const store = createSqliteBucketStore({ path, bucketMillis, clock })
    const { client } = useClient({ store, bucketMillis }, { clock, transport })
    client.add('runs', 1)
    await clock.until(client.flush({ force: 'spaced' }))
    await clock.until(client.close())
    await clock.advance(everySeconds * 1000)
  }
  return made
}

describe(verifies('docs', 'the page about schedules'), () => {
  const rows = readRows(page?.text ?? '', 'the job runs', 'bucket', 'runs a point', 'points a day')

  it.each(rows)(
    'says what a job makes that runs %s, its bucket %s: %s runs a point, %s points a day, %s',
    async (every = '', bucket = '', runs = '', perDay = '', history = '') => {
      const [, second, ...later] = await runJob(toSeconds(every), toBucketMillis(bucket))
      const spacing = ((later.at(-1)?.atSeconds ?? 0) - (second?.atSeconds ?? 0)) / later.length
      const said = [runs, perDay, history].map(Number.parseFloat)
      const seen = [
        later.reduce((total, each) => total + each.runs, 0) / later.length,
        daySeconds / spacing,
        (spacing * 1000) / daySeconds,
      ]
      for (const [at, value] of said.entries()) {
        expect((seen[at] ?? 0) / value).toBeGreaterThan(0.95)
        expect((seen[at] ?? 0) / value).toBeLessThan(1.05)
      }
    },
  )
})
