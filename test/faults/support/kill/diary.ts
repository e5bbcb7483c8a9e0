import { readFileSync, writeSync } from 'node:fs'

/** An increment, written down before it is counted. `number` counts its chart's from 1. */
export interface Increment {
  readonly is: 'increment'
  readonly chart: string
  readonly number: number
}

/** What the app did, with the time; the system's monotonic clock, which other processes have too. */
export type Entry = { readonly atMillis: number } & (
  | Increment
  | { readonly is: 'claim'; readonly chart: string; readonly key: string; readonly sealed: boolean }
  | { readonly is: 'settled'; readonly key: string; readonly as: string }
  | { readonly is: 'answer'; readonly key: string; readonly status: number }
)

type WithoutTime<T> = T extends unknown ? Omit<T, 'atMillis'> : never

/** Milliseconds that mean the same in every process of this machine. */
export function machineMillis(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

/** Writes an entry. What was written stays when the process is killed. */
export function writeEntry(file: number, entry: WithoutTime<Entry>): void {
  writeSync(file, `${JSON.stringify({ ...entry, atMillis: machineMillis() })}\n`)
}

/** What a killed app did until then; its last line may be torn. */
export function readDiary(file: string): Entry[] {
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1)
  return lines.map((line) => JSON.parse(line) as Entry)
}

/**
 * The value of a chart's increment with this number. No two runs of numbers have the same sum, so that a
 * point's value tells which increments are in it.
 */
export function valueOf(number: number): number {
  return 1 + (Math.imul(number, 2_654_435_761) >>> 12)
}
