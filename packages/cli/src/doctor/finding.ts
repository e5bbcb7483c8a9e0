/** What was looked at. */
type Check =
  | 'node'
  | 'configuration'
  | 'key'
  | 'endpoint'
  | 'clock'
  | 'proxy'
  | 'store'
  | 'quota'
  | 'post'

/** What came of a check: `note` is worth knowing, `wrong` has to be mended. */
export interface Finding {
  readonly check: Check
  readonly state: 'ok' | 'note' | 'wrong'
  /** What is so. */
  readonly message: string
  /** What to do. */
  readonly advice?: string
}
