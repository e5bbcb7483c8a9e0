/** Why a point is in the fallback file. The last says that it may be on its chart already. */
export type KeptReason = (typeof keptReasons)[number]

export const keptReasons = ['quota', 'value', 'shutdown', 'shutdown_maybe_delivered'] as const

/** A row of a fallback file: a point that the service did not get, or may not have got. */
export interface KeptRow {
  /** As it stands in the file, without the end of its line. */
  readonly raw: string
  /** End of its bucket, milliseconds since the epoch. */
  readonly wallMillis: number
  readonly chart: string
  readonly value: number
  readonly reason: KeptReason
  readonly key: string
}

/** Only an answer of the service tells whether such a row is there: it is never changed or combined. */
export function mayBeThere(row: { readonly reason: KeptReason }): boolean {
  return row.reason === 'shutdown_maybe_delivered'
}
