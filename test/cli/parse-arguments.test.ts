import { describe, expect, it } from 'vitest'
import { parseArguments } from '../../packages/cli/src/parse-arguments.ts'
import { UsageError } from '../../packages/cli/src/usage-error.ts'

const grammar = {
  operands: [1, 2],
  options: [
    { name: 'agg', value: 'AGGREGATION', about: '' },
    { name: 'now', about: '' },
  ],
} as const
const parse = (line: string) => parseArguments(line.split(' ').filter(Boolean), grammar)

describe('arguments', () => {
  it.each([
    ['x', { operands: ['x'], options: {} }],
    ['x -5', { operands: ['x', '-5'], options: {} }],
    ['x -.5', { operands: ['x', '-.5'], options: {} }],
    ['x -1e3 --now', { operands: ['x', '-1e3'], options: { now: true } }],
    ['--now x', { operands: ['x'], options: { now: true } }],
    ['--agg max x', { operands: ['x'], options: { agg: 'max' } }],
    ['x --agg=a=b', { operands: ['x'], options: { agg: 'a=b' } }],
    ['x --agg=', { operands: ['x'], options: { agg: '' } }],
    ['x --agg -5', { operands: ['x'], options: { agg: '-5' } }],
    ['-- --now -x', { operands: ['--now', '-x'], options: {} }],
    ['x -- --', { operands: ['x', '--'], options: {} }],
    ['-', { operands: ['-'], options: {} }],
    ['--help', { operands: [], options: { help: true } }],
    ['-h', { operands: [], options: { help: true } }],
  ])('%s', (line, parsed) => {
    expect(parse(line)).toEqual(parsed)
  })

  it.each([
    ['', 'Expected an argument, got none.'],
    ['x 1 2', 'Unexpected argument `2`.'],
    ['x --nwo', 'Unknown option `--nwo`, did you mean `--now`?'],
    ['x --aggregation=max', 'Unknown option `--aggregation`.'],
    ['x -n', 'Unknown option `-n`, did you mean `--now`?'],
    ['x --verbose', 'Unknown option `--verbose`.'],
    ['x --agg', 'Expected a value after `--agg`.'],
    ['x --agg --now', 'Expected a value after `--agg`.'],
    ['x --agg --', 'Expected a value after `--agg`.'],
    ['x --now=1', 'Expected `--now` without a value, got `1`.'],
  ])('%s is refused', (line, message) => {
    expect(() => parse(line)).toThrow(new UsageError(message))
  })

  it('leaves the rest to another program when the first operand ends its own', () => {
    const args = ['--now', 'tar', '--now', '-x', '--', '--help']
    expect(
      parseArguments(args, { ...grammar, operands: [1, Infinity], endsAtOperand: true }),
    ).toEqual({ options: { now: true }, operands: ['tar', '--now', '-x', '--', '--help'] })
    const dashed = ['--', '--now', '--', 'x']
    expect(
      parseArguments(dashed, { ...grammar, operands: [1, Infinity], endsAtOperand: true }),
    ).toEqual({ options: {}, operands: ['--now', '--', 'x'] })
  })

  it('leaves all to another program that parses itself', () => {
    expect(parseArguments(['--help', '--', '-x'], { ...grammar, isRaw: true })).toEqual({
      options: {},
      operands: ['--help', '--', '-x'],
    })
  })
})
