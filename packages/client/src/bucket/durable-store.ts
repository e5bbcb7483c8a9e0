import type { ChartSettings } from '../chart/chart-settings.ts'
import type { Claim } from './bucket-store.ts'

/**
 * What a store can do that outlives this process (a file, a server) and is shared by several. It
 * leases claims: one that its process does not settle in time is given out again, to whoever asks.
 */
export interface DurableStore {
  /**
   * Notes the bodies that are about to be posted, by the keys of their claims. If this process ends
   * before it settles them, they are given out again sealed, with the same key and body; a claim
   * without a body certainly did not arrive, and merges back.
   *
   * @returns the keys that are still this process's: no other may be posted
   */
  posting(bodies: ReadonlyMap<string, string>): ReadonlySet<string> | Promise<ReadonlySet<string>>
  /**
   * Reads and changes, in one step, what all processes remember of the account: plain JSON, whose
   * times are milliseconds since the epoch. `undefined` the first time.
   * Not called while the store cannot share anything.
   */
  remember(change: (memory: unknown) => unknown): void | Promise<void>
  /** The settings that a chart's waiting aggregate was merged with; `undefined` when nothing waits. */
  settingsOf(chart: string): ChartSettings | undefined
  /** When the newest points of each chart were delivered (monotonic milliseconds), oldest first; 1000 at most. */
  points(): ReadonlyMap<string, readonly number[]>
  /**
   * Ends the use of the store by this process; what is due later waits for the next one.
   *
   * @returns what it could not keep, to be written down
   */
  close(now: number): readonly Claim[] | Promise<readonly Claim[]>
}
