import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCsvFallback } from '../../../packages/client/src/fallback/csv-fallback.ts'
import type { Fallback } from '../../../packages/client/src/fallback/fallback.ts'
import type { Fault, LocalSpikelog } from '@spikelog-otel/local'
import { describe, expect, it } from 'vitest'
import { useFolder } from '../../client/support/use-folder.ts'
import { verifies } from '../../requirements.ts'
import { firstSeed, Random, rounds } from '../../support/campaign.ts'
import { FakeLogger } from '../../support/fake-logger.ts'
import { readCsv } from '../../support/read-csv.ts'
import { useLocal } from '../../support/use-local.ts'
import { spikelogArguments } from '../support/run-spikelog.ts'
import { aRow, toNumbers } from './support/rows.ts'

const files = rounds(50)
const charts = ['a', '=b', 'c, d']
const mostOfChart = 45

/** A fallback file that an app writes to, also while it is replayed: row n of a chart is 2 ** n. */
class App {
  readonly file: string
  readonly #random: Random
  readonly #fallback: Fallback
  readonly written = new Map(charts.map((chart) => [chart, 0]))

  constructor(file: string, random: Random) {
    this.file = file
    this.#random = random
    const logger = new FakeLogger()
    const otherwise: Fallback = {
      keepsRows: false,
      write: () => {
        throw new Error('A row was not written.')
      },
    }
    this.#fallback = createCsvFallback({ file, logger, otherwise })
  }

  write(rows: number): void {
    for (let row = 0; row < rows; row += 1) {
      const chart = this.#random.pick(charts)
      const number = this.written.get(chart) ?? 0
      if (number >= mostOfChart) continue
      this.written.set(chart, number + 1)
      const id = charts.indexOf(chart) * 1000 + number
      const reason = this.#random.chance(0.2) ? 'shutdown_maybe_delivered' : 'shutdown'
      const seconds = this.#random.whole(0, 300)
      this.#fallback.write([aRow(id, seconds, chart, 2 ** number, reason)])
    }
  }
}

/** A local Spikelog that answers after a while and tells of each request when it comes. */
async function useService(random: Random) {
  let onRequest: (() => void) | undefined
  const faults = (): Fault | undefined => {
    onRequest?.()
    const millis = random.whole(1, 8)
    const stage = random.pick(['before-store', 'after-store'] as const)
    return random.chance(0.5) ? { type: 'delay', millis, stage } : undefined
  }
  const local = await useLocal({ faults, limits: { maxPoints: 10_000 } })
  return {
    local,
    watch: (watcher: () => void) => {
      onRequest = watcher
    },
  }
}

/** Replays in a process. `watch` is given what kills it. */
async function replay(
  local: LocalSpikelog,
  file: string,
  watch?: (kill: () => void) => void,
): Promise<number | NodeJS.Signals> {
  const child = spawn(process.execPath, [...spikelogArguments, 'replay', file, '--agg', 'sum'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      SPIKELOG_API_KEY: local.apiKey,
      SPIKELOG_ENDPOINT: local.endpoint,
      SPIKELOG_BUCKET_SECONDS: '10',
      SPIKELOG_STORE: `${file}.sqlite`,
    },
  })
  watch?.(() => child.kill('SIGKILL'))
  const [code, signal]: unknown[] = await once(child, 'exit')
  return typeof signal === 'string' ? (signal as NodeJS.Signals) : Number(code)
}

/** What is on the charts and in the file: each row once. */
function foundIn(local: LocalSpikelog, file: string): Map<string, number[]> {
  const found = new Map(charts.map((chart): [string, number[]] => [chart, []]))
  for (const { chart } of local.charts()) {
    for (const { value } of local.points(chart)) found.get(chart)?.push(...toNumbers(value))
  }
  const rows = existsSync(file) ? readCsv(readFileSync(file, 'utf8')) : []
  for (const [, name = '', value] of rows.slice(1)) {
    found.get(name.replace(/^'/u, ''))?.push(...toNumbers(Number(value)))
  }
  return found
}

describe(verifies('replay', 'a replay that is killed'), () => {
  it(
    `posts every row once or keeps it: ${files} files, seeds from ${firstSeed}`,
    { timeout: 900_000 },
    async () => {
      let [kills, inMidPost, written] = [0, 0, 0]
      for (let seed = firstSeed; seed < firstSeed + files; seed += 1) {
        const random = new Random(seed)
        const { local, watch } = await useService(random)
        const folder = useFolder()
        const app = new App(join(folder, 'fallback.csv'), random)
        for (let tries = 0; tries < 3; tries += 1) {
          app.write(random.whole(10, 40))
          const requests = random.whole(1, 12)
          let came = 0
          const ended = await replay(local, app.file, (kill) => {
            // Some are killed while they read and sort, the others while they post.
            if (random.chance(0.2)) setTimeout(kill, random.whole(50, 250))
            watch(() => {
              came += 1
              if (random.chance(0.2)) app.write(1)
              if (came === requests) setTimeout(kill, random.whole(0, 6))
            })
          })
          if (ended === 'SIGKILL') kills += 1
          if (ended === 'SIGKILL' && came > 0) inMidPost += 1
        }
        watch(() => undefined)
        expect([seed, await replay(local, app.file)]).toEqual([seed, 0])
        for (const [chart, numbers] of foundIn(local, app.file)) {
          const count = app.written.get(chart) ?? 0
          written += count
          expect([seed, chart, ...numbers.sort((a, b) => a - b)]).toEqual([
            seed,
            chart,
            ...Array(count).keys(),
          ])
        }
        expect(readdirSync(folder).filter((name) => name !== 'fallback.csv')).toEqual([])
      }
      console.log(`${kills} kills, ${inMidPost} of them in mid-post; ${written} rows`)
      expect(kills).toBeGreaterThan(files)
      expect(inMidPost).toBeGreaterThan(files)
    },
  )

  it('does not double when two run at once', async () => {
    const random = new Random(firstSeed)
    const { local } = await useService(random)
    const app = new App(join(useFolder(), 'fallback.csv'), random)
    app.write(60)
    const ends = await Promise.all([1, 2, 3].map(() => replay(local, app.file)))
    expect(ends).toContain(0)
    await replay(local, app.file)
    for (const [chart, numbers] of foundIn(local, app.file)) {
      const count = app.written.get(chart) ?? 0
      expect(numbers.sort((a, b) => a - b)).toEqual([...Array(count).keys()])
    }
  })
})
