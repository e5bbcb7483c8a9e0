import { defaultLimits } from '../contract/limits.ts'
import { defaultStatuses } from '../contract/refusal-statuses.ts'
import { expectInteger, expectOption } from './expect-option.ts'
import type { CompleteOptions, LocalSpikelogOptions } from './local-options.ts'

/** The port that is taken when none is given. */
const defaultPort = 7745

/** The key that is known when none is given. It opens nothing but a local Spikelog. */
const defaultApiKey = 'sk_local'

/**
 * Fills in the defaults and checks every option but the faults, which are checked where they are
 * put to use.
 *
 * @throws TypeError naming the option, what is expected and what came
 */
export function resolveOptions(options: LocalSpikelogOptions = {}): CompleteOptions {
  const { port = defaultPort, host = '127.0.0.1', apiKey = defaultApiKey, file, faults } = options
  const { now = Date.now } = options
  expectInteger('port', port, 0, 65_535)
  expectOption(isText(host), 'host', 'a host name or IP address', host)
  // The key itself stays out of the message.
  const isKey = isText(apiKey) && /^[\x21-\x7e]+$/.test(apiKey)
  expectOption(isKey, 'apiKey', 'visible ASCII characters without spaces', '…')
  expectOption(file === undefined || isText(file), 'file', 'the path of a file', file)
  expectOption(typeof now === 'function', 'now', 'a function that gives milliseconds', now)
  const limits = mergeNumbers('limits', defaultLimits, options.limits, 1, Number.MAX_SAFE_INTEGER)
  const statuses = mergeNumbers('statuses', defaultStatuses, options.statuses, 200, 599)
  // Some clocks are finer than what is kept.
  const wholeNow = (): number => Math.floor(now())
  return { port, host, apiKey, file, faults, limits, statuses, now: wholeNow }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function mergeNumbers<Name extends string>(
  option: string,
  defaults: Readonly<Record<Name, number>>,
  changes: Partial<Record<Name, number>> | undefined,
  least: number,
  most: number,
): Record<Name, number> {
  const merged: Record<Name, number> = { ...defaults }
  const isName = (name: string): name is Name => Object.hasOwn(defaults, name)
  for (const [name, value] of Object.entries<number | undefined>(changes ?? {})) {
    const names = `one of ${Object.keys(defaults).join(', ')}`
    expectOption(isName(name), `the name in ${option}`, names, name)
    if (value === undefined || !isName(name)) continue
    expectInteger(`${option}.${name}`, value, least, most)
    merged[name] = value
  }
  return merged
}
