import { existsSync, readFileSync, rmSync } from 'node:fs'
import { SpikelogClient } from '@spikelog-otel/client'
import { countRuns } from '../../support/count-runs.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { FakeLogger } from '../../support/fake-logger.ts'
import { readCsv } from '../../support/read-csv.ts'
import { testKey } from '../../support/use-client.ts'
import { bucketMillis } from './life.ts'
import type { Command, Life } from './life.ts'
import { ReactingService } from './reacting-service.ts'
import { WatchedStore } from './watched-store.ts'

/** A row of the fallback file. */
interface Row {
  readonly chart: string
  readonly value: number
  readonly key: string
}

/** What a life left behind. */
export interface Past {
  readonly client: SpikelogClient
  readonly service: ReactingService
  readonly store: WatchedStore
  readonly logger: FakeLogger
  readonly runs: ReturnType<typeof countRuns>['runs']
  /** When the app began, and each post that it forced: two by a `close()`, which asks twice. */
  readonly startMillis: number
  readonly forcedAt: readonly number[]
  /** How many measurements the app made. */
  readonly recorded: number
  readonly rows: readonly Row[]
  /** What is in the fallback file, as text. */
  readonly fileText: string
}

/** How a chart's point is made, by the chart's number. */
export const methods = ['add', 'record', 'set'] as const

/** Lives one life on a fake clock. */
export async function live(life: Life, folder: string): Promise<Past> {
  const file = `${folder}/rest.csv`
  const clock = new FakeClock()
  const logger = new FakeLogger()
  const store = new WatchedStore(bucketMillis)
  const service = new ReactingService(clock, life.reactions)
  const { runs, runDelivery } = countRuns()
  const { maxCharts, maxRetries, hasFile } = life
  const client = new SpikelogClient(
    {
      apiKey: testKey,
      bucketMillis,
      store,
      maxCharts,
      maxRetries,
      clamp: false,
      ...(hasFile && { fallbackFile: file }),
    },
    {
      clock,
      logger,
      transport: service,
      random: () => 0.5,
      environment: () => undefined,
      runDelivery,
    },
  )
  const startMillis = clock.now()
  const forcedAt: number[] = []
  let recorded = 0
  let collectedAt = clock.now()

  const obey: Readonly<Record<Command['do'], (command: never) => void | Promise<void>>> = {
    measure({ chart, value, isOdd }: Extract<Command, { do: 'measure' }>) {
      recorded += 1
      const method = methods[(chart + (isOdd ? 1 : 0)) % methods.length] ?? 'add'
      client[method](`chart ${chart}`, value)
    },
    collect({ charts, value }: Extract<Command, { do: 'collect' }>) {
      const times = { fromMillis: collectedAt, toMillis: clock.now() }
      collectedAt = clock.now()
      for (let chart = 0; chart < charts; chart += methods.length) {
        recorded += 1
        client.merge(`chart ${chart}`, { count: 1, sum: value, min: value, max: value, ...times })
      }
      client.postDue()
    },
    wait: ({ millis }: Extract<Command, { do: 'wait' }>) => clock.advance(millis),
    flush(options: Extract<Command, { do: 'flush' }>) {
      if (options.force) forcedAt.push(clock.now())
      void client.flush(options)
    },
    postDue: () => client.postDue(),
  }
  for (const command of life.commands) await obey[command.do](command as never)

  if (life.ending === 'writeDown') client.writeDown()
  else if (life.ending === 'close') {
    forcedAt.push(clock.now(), clock.now())
    await clock.until(client.close())
  } else {
    service.reactions = []
    // As long as any delay that the service may have asked for.
    await clock.advance(3 * 3_600_000)
    forcedAt.push(clock.now())
    await clock.until(client.flush())
  }
  const fileText = existsSync(file) ? readFileSync(file, 'utf8') : ''
  rmSync(file, { force: true })
  const rows = readCsv(fileText)
    .slice(1)
    .map(([, chart = '', value, , key = '']) => ({ chart, value: Number(value), key }))
  return { client, service, store, logger, runs, startMillis, forcedAt, recorded, rows, fileText }
}
