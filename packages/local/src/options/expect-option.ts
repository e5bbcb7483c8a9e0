import { inspect } from 'node:util'

/**
 * Throws when an option is not what it has to be. The message names the option, what is expected
 * and what came instead.
 *
 * @param isMet - whether the value is as expected
 * @param name - the option as the caller wrote it, such as `limits.maxCharts`
 * @param expectation - ends the sentence "to be …"
 * @param value - what came; shown shortened, so never pass a key
 */
export function expectOption(
  isMet: boolean,
  name: string,
  expectation: string,
  value: unknown,
): void {
  if (isMet) return
  const shown = inspect(value, { depth: 1, breakLength: Infinity, maxStringLength: 80 })
  throw new TypeError(
    `Expected \`${name}\` to be ${expectation}, got \`${shown}\` (${typeof value})`,
  )
}

/** Throws unless the option is an integer within the bounds, both included. */
export function expectInteger(name: string, value: unknown, least: number, most: number): void {
  const isMet = Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most
  expectOption(isMet, name, `an integer from ${least} to ${most}`, value)
}
