const brand: symbol = Symbol.for('@spikelog-otel/error')

/** What went wrong, for programs: a bad option, no key at all, or a Node that is too old. */
export type SpikelogErrorCode = 'invalid_option' | 'missing_api_key' | 'unsupported_node'

/**
 * The one error this package throws, and only while something is constructed.
 *
 * `error instanceof SpikelogError` holds across two copies of the package in one app, since the class
 * is recognised by a registered symbol and not by identity.
 */
export class SpikelogError extends TypeError {
  readonly code: SpikelogErrorCode
  override readonly name: string = 'SpikelogError'

  constructor(code: SpikelogErrorCode, message: string) {
    super(message)
    this.code = code
    Object.defineProperty(this, brand, { value: true })
  }

  static override [Symbol.hasInstance](value: unknown): value is SpikelogError {
    return typeof value === 'object' && value !== null && brand in value
  }
}
