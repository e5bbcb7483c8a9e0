import type { Command, CommandOption } from './command.ts'
import { nearest } from './nearest.ts'
import { UsageError } from './usage-error.ts'

/** A command's arguments, taken apart. */
export interface Arguments {
  /** The options that were given, a switch as `true`. */
  readonly options: Readonly<Record<string, string | true>>
  readonly operands: readonly string[]
}

type Grammar = Pick<Command, 'operands' | 'options' | 'endsAtOperand' | 'isRaw'>

/** `-5` and `-.5` are values, not options. */
const negativeNumber = /^-\.?\d/u
const help: CommandOption = { name: 'help', about: '' }

/**
 * Takes a command's arguments apart: `--name value`, `--name=value` and operands in any order, `--`
 * before operands that look like options. `--help` and `-h` are known to every command.
 *
 * @throws UsageError naming what is unknown or missing
 */
export function parseArguments(args: readonly string[], grammar: Grammar): Arguments {
  if (grammar.isRaw === true) return { options: {}, operands: args }
  const options: Record<string, string | true> = {}
  const operands: string[] = []
  const rest = [...args]
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--') {
      operands.push(...rest.splice(0))
    } else if (!isOption(arg)) {
      operands.push(arg, ...(grammar.endsAtOperand === true ? rest.splice(0) : []))
    } else {
      const [flag = '', ...after] = arg.split('=')
      const { name, value } = find(flag, grammar.options)
      const given = after.length > 0 ? after.join('=') : undefined
      options[name] = value === undefined ? toSwitch(flag, given) : (given ?? take(flag, rest))
    }
  }
  if (options['help'] === undefined) expectOperands(operands, grammar.operands)
  return { options, operands }
}

function isOption(arg: string): boolean {
  return arg.startsWith('-') && arg !== '-' && !negativeNumber.test(arg)
}

function find(flag: string, options: readonly CommandOption[]): CommandOption {
  const known = [...options, help]
  const found = known.find(({ name }) => flag === `--${name}`)
  if (found !== undefined) return found
  if (flag === '-h') return help
  const names = known.map(({ name }) => name)
  const meant = nearest(flag.replace(/^-+/u, ''), names)
  const hint = meant === undefined ? '' : `, did you mean \`--${meant}\`?`
  throw new UsageError(`Unknown option \`${flag}\`${hint || '.'}`)
}

function toSwitch(flag: string, given: string | undefined): true {
  if (given === undefined) return true
  throw new UsageError(`Expected \`${flag}\` without a value, got \`${given}\`.`)
}

function take(flag: string, rest: string[]): string {
  const [next] = rest
  if (next === undefined || isOption(next) || next === '--') {
    throw new UsageError(`Expected a value after \`${flag}\`.`)
  }
  rest.shift()
  return next
}

function expectOperands(operands: readonly string[], [fewest, most]: Grammar['operands']): void {
  if (operands.length < fewest) {
    const missing = fewest === 1 ? 'an argument' : `${fewest} arguments`
    throw new UsageError(
      `Expected ${missing}, got ${operands.length === 0 ? 'none' : operands.length}.`,
    )
  }
  const tooMany = operands[most]
  if (tooMany !== undefined) throw new UsageError(`Unexpected argument \`${tooMany}\`.`)
}
