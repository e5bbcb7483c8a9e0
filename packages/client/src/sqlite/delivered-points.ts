import type { Connection } from './connection.ts'
import { parseJson } from './parse-json.ts'

/** As many as Spikelog keeps of a chart. */
const maxPoints = 1000

/** Notes that a point of the chart was delivered; within the transaction that settles its claim. */
export function addPoint(connection: Connection, chart: string, wallMillis: number): void {
  const name = JSON.stringify(chart)
  const add = 'INSERT INTO points SELECT ?, coalesce(max(id), 0) + 1, ? FROM points WHERE name = ?'
  connection.run(add, name, wallMillis, name)
  const drop = `DELETE FROM points WHERE name = ? AND id <= (SELECT max(id) FROM points WHERE name = ?) - ${maxPoints}`
  connection.run(drop, name, name)
}

/** When points were delivered: by now at the latest, whatever the clock showed then. */
export function readPoints(
  connection: Connection,
  wallMillis: number,
): ReadonlyMap<string, readonly number[]> {
  const points = new Map<string, number[]>()
  for (const { name, at } of connection.all('SELECT name, at FROM points ORDER BY name, id')) {
    const chart = parseJson(name)
    if (typeof chart !== 'string') continue
    const times = points.get(chart) ?? []
    points.set(chart, times)
    times.push(Math.min(Number(at), wallMillis))
  }
  return points
}
