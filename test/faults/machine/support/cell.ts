import { startLocalSpikelog } from '@spikelog-otel/local'
import type { LocalSpikelog } from '@spikelog-otel/local'
import { useFolder } from '../../../client/support/use-folder.ts'
import { scaled } from '../../matrix/support/scale.ts'
import { MachineApp } from './machine-app.ts'
import type { Finished, Surroundings } from './machine-app.ts'
import { times as scaledTimes } from './times.ts'
import type { Times } from './times.ts'

/** The key of every cell. It must be nowhere but at the local Spikelog. */
export const apiKey = 'sk_machine_0123456789'

/** What a cell counts by default: two charts, and one without a slot, which goes to the fallback file. */
const someCharts = ['a', 'b', 'left out'] as const

/** An app and the world around it. */
export interface Cell {
  readonly app: MachineApp
  readonly local: LocalSpikelog
  readonly folder: string
  readonly file: string
  readonly charts: readonly string[]
  readonly times: Times
  /** What was open in the app at its start. */
  readonly resources: readonly string[]
  readonly recorded: ReadonlyMap<string, number>
  /** Adds to each chart; no two points of a chart have one value. */
  readonly count: () => Promise<void>
  /** Flushes until nothing waits. */
  readonly deliver: () => Promise<void>
}

/** Starts an app in a folder against a local Spikelog of its own. */
export async function useCell(
  finished: Finished,
  how: {
    readonly folder?: string
    readonly charts?: readonly string[]
    readonly file?: (folder: string) => string
    readonly times?: Times
    readonly surroundings?: (folder: string) => Surroundings
  } = {},
): Promise<Cell> {
  const folder = how.folder ?? useFolder(finished)
  const local = await startLocalSpikelog({ port: 0, apiKey })
  finished(() => local.close())
  const charts = how.charts ?? someCharts
  const file = how.file?.(folder) ?? `${folder}/rest.csv`
  const { times = scaledTimes } = how
  const app = new MachineApp(
    {
      ...times,
      apiKey,
      endpoint: local.endpoint,
      fallbackFile: file,
      maxCharts: 2,
      clamp: false,
      backoff: scaled(1),
    },
    how.surroundings?.(folder) ?? {},
    finished,
  )
  const resources = await app.ready()
  const recorded = new Map<string, number>()
  let counted = 0
  return {
    app,
    local,
    folder,
    file,
    charts,
    resources,
    times,
    recorded,
    async count() {
      // Powers of two: whichever are merged, the sum tells which ones they were.
      const value = 2 ** counted
      counted += 1
      const values = charts.map((chart) => {
        recorded.set(chart, (recorded.get(chart) ?? 0) + value)
        return [chart, value] as const
      })
      await app.tell({ do: 'count', values: Object.fromEntries(values) })
    },
    async deliver() {
      // A flush may be too slow, and a client that is down tries one chart first.
      while ((await app.tell({ do: 'forceFlush' })).pending > 0);
    },
  }
}
