/** Why a file is not used although it can be. */
export type StoreErrorKind = 'newer' | 'foreign' | 'account'

/** A file that is not for this process to use. */
export class StoreError extends Error {
  readonly kind: StoreErrorKind

  constructor(kind: StoreErrorKind) {
    super(kind)
    this.kind = kind
  }
}
