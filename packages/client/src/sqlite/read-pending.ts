import type { OwnAggregate } from '../aggregate/aggregate.ts'
import { readStored } from './chart-row.ts'
import type { Connection } from './connection.ts'
import { parseJson } from './parse-json.ts'
import { mergeIntoAggregate } from './shared.ts'

/** Every chart that waits, with what waits. */
export function readPending(connection: Connection, wallMillis: number): Map<string, OwnAggregate> {
  const pending = new Map<string, OwnAggregate>()
  for (const row of connection.all('SELECT name, claim, open FROM charts')) {
    const chart = parseJson(row['name'])
    for (const part of [row['open'], row['claim']]) {
      const aggregate = readStored(part, wallMillis)
      if (typeof chart !== 'string' || aggregate === undefined) continue
      const merged = pending.get(chart)
      if (merged === undefined) pending.set(chart, aggregate)
      else mergeIntoAggregate(merged, aggregate)
    }
  }
  return pending
}
