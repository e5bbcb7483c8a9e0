import { existsSync, readFileSync, statSync } from 'node:fs'
import { expect } from 'vitest'
import { readCsv } from '../../../support/read-csv.ts'
import { apiKey } from './cell.ts'
import type { Cell } from './cell.ts'

/** A point that was written down, in the file or, without a key, in the log. */
interface Written {
  readonly chart: string
  readonly value: number
  readonly mayBeStored: boolean
  readonly key?: string
}

const wholeRow = /^\d{4}-\d\d-\d\dT[\d:.]{12}Z,[\w .]+,\d+,(?:quota|shutdown\w*),[\da-f-]{36}$/u

/** The rows of a fallback file, which has its header once. Nothing where there is no such file. */
export function readRows(file: string): readonly Required<Written>[] {
  if (!existsSync(file) || !statSync(file).isFile()) return []
  // An empty line may stand between rows: the file looked torn while another process wrote.
  const rows = readCsv(readFileSync(file, 'utf8')).filter((cells) => cells.join('') !== '')
  expect(rows.shift()).toEqual(['time', 'chart', 'value', 'reason', 'key'])
  return rows.map((row) => {
    expect(row.join()).toMatch(wholeRow)
    const [, chart = '', value, reason = '', key = ''] = row
    return { chart, value: Number(value), mayBeStored: reason === 'shutdown_maybe_delivered', key }
  })
}

function readLog({ app }: Cell): readonly Written[] {
  return app.lines.flatMap(({ message }) => {
    const [, list = ''] =
      /^(?:Undelivered at shutdown|Not charted): (\D.*?)\.(?: |$)/u.exec(message) ?? []
    return [...list.matchAll(/([a-z][a-z ]*)=(\d+)( \(may have arrived\))?/gu)].map(
      ([, chart = '', value, doubt]) => ({
        chart,
        value: Number(value),
        mayBeStored: doubt !== undefined,
      }),
    )
  })
}

/** Fails unless everything that was counted is on its chart or was written down, exactly once. */
export async function expectAccounted(cell: Cell): Promise<void> {
  const { app, local, recorded, charts } = cell
  const { code, told } = await app.ended
  expect({ code, output: app.output }).toMatchObject({ code: 0 })
  const rows = readRows(cell.file).filter(({ chart }) => charts.includes(chart))
  const said = readLog(cell)
  const found = charts.map((chart) => {
    const points = local.points(chart)
    const isStored = ({ key, value }: Written): boolean =>
      points.some((point) => (key === undefined ? point.value === value : point.key === key))
    const written = [...rows, ...said].filter((one) => one.chart === chart)
    // What does not say that it may be on its chart is not there.
    expect(written.filter((one) => isStored(one) && !one.mayBeStored)).toEqual([])
    const rest = written.filter((one) => !isStored(one))
    return [chart, [...points, ...rest].reduce((sum, { value }) => sum + value, 0)] as const
  })
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(recorded))
  const keys = charts.flatMap((chart) => local.points(chart)).map(({ key }) => key)
  expect(new Set(keys).size).toBe(keys.length)
  const dropped = Object.values(told?.dropped ?? {}).reduce<number>(
    (sum, count = 0) => sum + count,
    0,
  )
  expect({ pending: told?.pending, dropped, rows: told?.fallback }).toEqual({
    pending: 0,
    dropped: said.length,
    rows: rows.length,
  })
  // Nothing else was asked to be stored under a key that is taken.
  expect(local.requests().byStatus[422]).toBeUndefined()
  expect(app.output + (rows.length > 0 ? readFileSync(cell.file, 'utf8') : '')).not.toContain(
    apiKey,
  )
  expectQuiet(cell)
}

/** What a fault may bring into the log, each once: it comes and it goes. */
const sayings = [
  /^Left out of the 2 charts: /u,
  /^Spikelog cannot be reached \(/u,
  /^Spikelog accepts points again/u,
  /^Cannot write to the fallback file /u,
  /^Undelivered at shutdown: /u,
  /^\d+ of \d+ attempts succeeded /u,
]

function expectQuiet({ app }: Cell): void {
  const lines = app.lines.filter(({ level }) => level !== 'debug').map(({ message }) => message)
  const kinds = lines.map((line) => sayings.find((saying) => saying.test(line)) ?? line)
  expect(kinds.filter((kind) => typeof kind === 'string')).toEqual([])
  const most = Math.max(
    0,
    ...sayings.map((saying) => kinds.filter((kind) => kind === saying).length),
  )
  expect(most <= 1 ? [] : lines).toEqual([])
}
