import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault, LocalSpikelog } from '@spikelog-otel/local'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPlanner } from '../../../packages/cli/src/replay/create-planner.ts'
import { toFileNames } from '../../../packages/cli/src/replay/file-names.ts'
import { postPlan } from '../../../packages/cli/src/replay/post-plan.ts'
import { ReplaySession } from '../../../packages/cli/src/replay/replay-session.ts'
import { csvHeader, toCsvRow } from '../../../packages/client/src/fallback/csv-row.ts'
import { resolveClientOptions } from '../../../packages/client/src/options/resolve-client-options.ts'
import { check } from '../../client/support/soak.ts'
import { useFolder } from '../../client/support/use-folder.ts'
import { verifies } from '../../requirements.ts'
import { readCsv } from '../../support/read-csv.ts'
import { useLocal } from '../../support/use-local.ts'
import { aRow, toNumbers } from './support/rows.ts'

const bucketMillis = 10_000
const charts = ['a', '=b', 'c "d", e']
const torn = ['2026-01-01T0', '2026-01-01T00:00:03.000Z,"a', '# note', '#ended,x,posted']

const aLine = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({
      chart: fc.constantFrom(...charts),
      seconds: fc.integer({ min: 0, max: 39 }),
      reason: fc.constantFrom('quota', 'value', 'shutdown', 'shutdown_maybe_delivered'),
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom(...torn) },
)

/** What becomes of one request; the last ones end the replay as a kill would. */
const faults: Record<string, Fault | undefined> = {
  fine: undefined,
  busy: { type: 'status', status: 503 },
  stored: { type: 'status', status: 500, stage: 'after-store' },
  lost: { type: 'status', status: 500 },
  reset: { type: 'reset', stage: 'after-store' },
  refused: { type: 'status', status: 403 },
}
const aFate = fc.constantFrom('fine', 'fine', ...Object.keys(faults))
/** A life of the file: what is appended, what the service does, and after how many writes it is killed. */
const aRun = fc.record({
  lines: fc.array(aLine, { maxLength: 12 }),
  fates: fc.array(aFate, { maxLength: 8 }),
  killAt: fc.option(fc.integer({ min: 0, max: 12 })),
  isWritten: fc.boolean(),
})

class Killed extends Error {}

/** Replays once; a kill leaves all files as they are, before or after a note is written. */
async function replay(
  local: LocalSpikelog,
  file: string,
  kill: { readonly killAt: number | null; readonly isWritten: boolean },
): Promise<readonly number[]> {
  let writes = 0
  const noted = (note: () => void): void => {
    writes += 1
    const isKilled = kill.killAt !== null && writes > kill.killAt
    if (!isKilled || kill.isWritten) note()
    if (isKilled) throw new Killed()
  }
  const options = resolveClientOptions(
    { apiKey: local.apiKey, endpoint: local.endpoint, bucketMillis, maxRetries: 0, maxCharts: 3 },
    () => undefined,
    () => undefined,
  )
  const session = ReplaySession.begin(toFileNames(file))
  if (session === undefined) throw new Error('The lock was left.')
  try {
    const plan = createPlanner(options, () => undefined)(session.rows())
    await postPlan(plan, {
      options,
      timestamps: false,
      signal: new AbortController().signal,
      begins: (post) => noted(() => session.begins(post)),
      ended: (post, end) => noted(() => session.ended(post, end)),
    })
    return (await session.end(() => Promise.resolve())).unreadable
  } catch (error) {
    if (!(error instanceof Killed)) throw error
    session.close()
    return []
  }
}

const title = verifies('replay', 'whatever happens to a file, its service and its replays')

describe(title, { timeout: 600_000 }, () => {
  it('every row is on its chart once, or in the file, and every other line too', async () => {
    const folder = useFolder()
    const local = await useLocal({ limits: { maxCharts: 100, maxPoints: 10_000 } })
    let runs = 0
    await check(
      fc.asyncProperty(fc.array(aRun, { minLength: 1, maxLength: 4 }), async (lives) => {
        local.reset()
        const file = join(folder, `${(runs += 1)}.csv`)
        const rows: ReturnType<typeof aRow>[] = []
        const others = new Set<string>()
        for (const { lines, fates, ...kill } of lives) {
          let text = existsSync(file) ? readFileSync(file, 'utf8') : csvHeader
          for (const line of lines) {
            if (typeof line === 'string') {
              others.add(line)
              text += `${line}\n`
              continue
            }
            const number = rows.length
            const row = aRow(number, line.seconds, line.chart, 2 ** number, line.reason)
            rows.push(row)
            text += toCsvRow(row)
          }
          writeFileSync(file, text)
          local.setFaults(fates.map((fate) => faults[fate]))
          await replay(local, file, kill)
        }
        local.setFaults(undefined)
        const unreadable = await replay(local, file, { killAt: null, isWritten: true })

        const left = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
        expect(unreadable).toHaveLength(others.size)
        expect(new Set(unreadable.map((line) => left[line - 1]))).toEqual(others)
        const found: [chart: string, number: number][] = []
        for (const { chart } of local.charts()) {
          const points = local.points(chart)
          for (const { value } of points) {
            for (const number of toNumbers(value)) found.push([chart, number])
          }
        }
        const kept = left.filter((line) => !others.has(line)).join('\n')
        for (const [, name = '', value] of readCsv(kept).slice(1)) {
          const chart = name.replace(/^'/u, '')
          for (const number of toNumbers(Number(value))) found.push([chart, number])
        }
        const asWritten = rows.map(({ chart }, number): [string, number] => [chart, number])
        expect(found.sort(([, a], [, b]) => a - b)).toEqual(asWritten)
      }),
      1000,
    )
  })

  it('a chart gets one point a bucket, beside those that may have been there', async () => {
    const folder = useFolder()
    const local = await useLocal({ limits: { maxCharts: 100, maxPoints: 10_000 } })
    let runs = 0
    await check(
      fc.asyncProperty(aRun, async ({ lines }) => {
        local.reset()
        const file = join(folder, `${(runs += 1)}.csv`)
        const rows = lines
          .filter((line) => typeof line !== 'string')
          .map((line, number) => aRow(number, line.seconds, line.chart, 2 ** number, line.reason))
        writeFileSync(file, csvHeader + rows.map(toCsvRow).join(''))
        await replay(local, file, { killAt: null, isWritten: true })
        for (const { chart } of local.charts()) {
          const bucketOf = (number: number): number =>
            Math.floor((rows[number]?.wallMillis ?? 0) / bucketMillis)
          const isMaybe = (number: number): boolean =>
            rows[number]?.reason === 'shutdown_maybe_delivered'
          const posted = local.points(chart).map(({ value }) => toNumbers(value))
          const asTheyAre = posted.filter((numbers) => numbers.some(isMaybe))
          for (const numbers of asTheyAre) expect(numbers).toHaveLength(1)
          const buckets = posted.map((numbers) => Math.max(...numbers.map(bucketOf)))
          const combined = posted.filter((numbers) => !numbers.some(isMaybe))
          const combinedBuckets = combined.map((numbers) => Math.max(...numbers.map(bucketOf)))
          expect(new Set(combinedBuckets).size).toBe(combined.length)
          for (const [first = 0] of asTheyAre)
            expect(combinedBuckets).not.toContain(bucketOf(first))
          // In the order of time, as charts show points in the order in which they come.
          expect(buckets).toEqual(buckets.toSorted((a, b) => a - b))
        }
      }),
      300,
    )
  })
})
