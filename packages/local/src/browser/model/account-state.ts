import type { RefusalSummary, SyncMessage } from '../../live/sync-message.ts'

/** What the page knows of one chart, its points in order of arrival. */
export interface ChartState {
  readonly id: number
  readonly name: string
  /** Milliseconds since 1970. */
  readonly times: readonly number[]
  readonly values: readonly number[]
}

/** What the page knows of the account. A chart that did not change stays the same object. */
export interface AccountState {
  readonly charts: ReadonlyMap<number, ChartState>
  readonly limits: SyncMessage['limits']
  readonly refusals: readonly RefusalSummary[]
}

/** Before the first message. */
export const emptyAccount: AccountState = {
  charts: new Map(),
  limits: { charts: 10, points: 1000 },
  refusals: [],
}
