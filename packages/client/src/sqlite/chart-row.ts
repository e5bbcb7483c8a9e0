import type { Aggregate, OwnAggregate } from '../aggregate/aggregate.ts'
import type { Slot } from '../bucket/bucket-slot.ts'
import type { Claim } from '../bucket/bucket-store.ts'
import type { ChartSettings } from '../chart/chart-settings.ts'
import type { Connection, Row } from './connection.ts'
import { parseFields, parseJson } from './parse-json.ts'
import { toCell } from './stored-progress.ts'
import type { StoredProgress } from './stored-progress.ts'
import {
  cellStart,
  copyAggregate,
  isAggregation,
  isSketch,
  notAfter,
  readAggregate,
} from './shared.ts'

/** A claim that is somebody's, or was until its lease ended. */
export interface Held {
  readonly claim: Claim
  readonly owner: string
  readonly leaseEnd: number
  /** What is about to be posted, or has been. */
  readonly body?: string
}

/** What the file holds of a chart. */
export interface ChartRow {
  readonly chart: string
  settings?: ChartSettings
  /** Its `claimed` is not used. */
  readonly slot: Slot
  held?: Held
}

/** @returns `undefined` where the file holds no chart's name */
export function readChartRow(row: Row, progress: StoredProgress): ChartRow | undefined {
  const chart = parseJson(row['name'])
  if (typeof chart !== 'string') return undefined
  const read: ChartRow = { chart, slot: {} }
  const settings = readSettings(row['settings'])
  if (settings !== undefined) read.settings = settings
  const open = readStored(row['open'], progress.wallMillis)
  if (open !== undefined) {
    read.slot.open = { aggregate: open, cell: toCell(progress, row['open_at']) }
  }
  const aggregate = readStored(row['claim'], progress.wallMillis)
  const { key, owner, lease } = row
  if (aggregate === undefined || typeof key !== 'string') return read
  const body = parseJson(row['body'])
  const claim: Claim = {
    key,
    chart,
    aggregate,
    ...(settings && { settings }),
    ...(row['is_sealed'] === 1 && { sealedBody: String(body) }),
  }
  if (typeof owner === 'string') {
    const leaseEnd = Number(lease)
    read.held = { claim, owner, leaseEnd, ...(typeof body === 'string' && { body }) }
  } else {
    read.slot.sealed = { claim, cell: toCell(progress, row['claim_at']) }
  }
  return read
}

/** Writes the row, or deletes it when nothing waits any more. */
export function writeChartRow(
  connection: Connection,
  { chart, settings, slot: { open, sealed }, held }: ChartRow,
  { grid }: StoredProgress,
): void {
  const name = JSON.stringify(chart)
  const claim = held?.claim ?? sealed?.claim
  if (claim === undefined && open === undefined) {
    connection.run('DELETE FROM charts WHERE name = ?', name)
    return
  }
  const body = claim?.sealedBody ?? held?.body
  connection.run(
    'INSERT OR REPLACE INTO charts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    name,
    ...[open, sealed].map((part) => (part === undefined ? null : cellStart(grid, part.cell))),
    held?.owner ?? null,
    held?.leaseEnd ?? null,
    Number(claim?.sealedBody !== undefined),
    claim?.key ?? null,
    ...[settings, body, claim?.aggregate, open?.aggregate].map(toJson),
  )
}

function toJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value)
}

/** The file may hold anything: what is no settings of a chart is none. */
export function readSettings(text: unknown): ChartSettings | undefined {
  const { aggregation, scale, clamp, slot } = parseFields(text)
  if (!isAggregation(aggregation)) return undefined
  return {
    aggregation,
    ...(typeof scale === 'number' && { scale }),
    ...(isClamp(clamp) && { clamp }),
    ...(isSlot(slot) && { slot }),
  }
}

/**
 * Reads an aggregate that was measured until now at the latest: its times lie later when the wall clock
 * went back. Its last value is older then than any that comes.
 */
export function readStored(text: unknown, wallMillis: number): OwnAggregate | undefined {
  const read = readAggregate(parseJson(text))
  if (read === undefined) return undefined
  const { sketch, last, ...numbers } = notAfter(read, wallMillis)
  return copyAggregate({
    ...numbers,
    ...(last && { last: last.atMillis > wallMillis ? { ...last, atMillis: 0 } : last }),
    ...(isSketch(sketch) && { sketch }),
  })
}

/** Moves an aggregate's times from one clock to another. */
export function shiftAggregate(aggregate: Aggregate, byMillis: number): Aggregate {
  const { last, fromMillis, toMillis } = aggregate
  return {
    ...aggregate,
    fromMillis: fromMillis + byMillis,
    toMillis: toMillis + byMillis,
    ...(last && { last: { ...last, atMillis: last.atMillis + byMillis } }),
  }
}

function isClamp(value: unknown): value is NonNullable<ChartSettings['clamp']> {
  if (value === false) return true
  return Array.isArray(value) && value.length === 2 && value.every(Number.isFinite)
}

function isSlot(value: unknown): value is NonNullable<ChartSettings['slot']> {
  return ['reserved', 'wanted', 'spare', 'none'].includes(String(value))
}
