import type { ReadEnvironment } from '../environment.ts'
import { describeValue, typeOf } from '../describe-value.ts'
import { SpikelogError } from '../spikelog-error.ts'
import type { Expectation } from './expectation.ts'

/** How one option is read. */
export interface OptionSource<T> {
  /** The option's name in code. */
  readonly name: string
  readonly expectation: Expectation<T>
  /** The environment variable that serves when code says nothing. */
  readonly variable?: string
  /** Turns the variable's text into a value; what fits not the expectation is a bad value. */
  readonly parse?: (text: string) => unknown
  /** The variable's own words, where they differ (seconds for milliseconds). */
  readonly variableText?: string
  /** The default in the variable's own words. */
  readonly defaultText?: string
  /** Never shows the value in a message. */
  readonly isSecret?: boolean
}

/**
 * Reads options by one rule: code before environment before default. A bad option in code throws; a
 * bad environment value warns and the default serves, since a typo there must not stop the app.
 */
export class OptionReader {
  readonly #options: Readonly<Record<string, unknown>>
  readonly environment: ReadEnvironment
  readonly warn: (message: string) => void
  readonly #known = new Set<string>()

  constructor(options: object, environment: ReadEnvironment, warn: (message: string) => void) {
    if (typeof options !== 'object' || options === null) {
      throw new SpikelogError('invalid_option', badValue('options', 'an object', options))
    }
    this.#options = { ...options }
    this.environment = environment
    this.warn = warn
  }

  /** @throws SpikelogError when the option's value in code is not what is expected. */
  read<T>(source: OptionSource<T>, fallback: T): T {
    const { name, expectation, variable, isSecret } = source
    this.#known.add(name)
    const value = this.#options[name]
    if (value !== undefined) {
      if (expectation.is(value)) return value
      throw new SpikelogError('invalid_option', badValue(name, expectation.text, value, isSecret))
    }
    const text = variable === undefined ? undefined : this.environment(variable)
    if (variable === undefined || text === undefined) return fallback
    const parsed = source.parse === undefined ? text : source.parse(text)
    if (expectation.is(parsed)) return parsed
    const expected = source.variableText ?? expectation.text
    const instead =
      fallback === undefined
        ? 'It is ignored.'
        : `The default ${source.defaultText ?? String(fallback)} is used.`
    this.warn(`${badValue(variable, expected, text, isSecret)}. ${instead}`)
    return fallback
  }

  /** @throws SpikelogError for an option that was never read: most likely a typo. */
  rejectUnknown(): void {
    const unknown = Object.keys(this.#options).find((name) => !this.#known.has(name))
    if (unknown === undefined) return
    throw new SpikelogError(
      'invalid_option',
      `Expected options to be among ${[...this.#known].join(', ')}, got \`${unknown}\``,
    )
  }
}

/** ``Expected `x` to be …, got `…` (type)``. */
function badValue(name: string, expected: string, value: unknown, isSecret = false): string {
  const got = isSecret ? describeSecret(value) : describeValue(value)
  return `Expected \`${name}\` to be ${expected}, got ${got}`
}

/** A secret is not shown, not even a bad one: an empty variable, say, or a file with its line end. */
function describeSecret(value: unknown): string {
  if (value === '') return 'an empty string'
  const isPadded = typeof value === 'string' && value !== value.trim()
  return `a ${typeOf(value)} ${isPadded ? 'with white space around it' : 'that is not'}`
}
