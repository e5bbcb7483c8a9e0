import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import type { Command } from '../../packages/cli/src/command.ts'
import { commands } from '../../packages/cli/src/commands.ts'
import { runProgram } from '../../packages/cli/src/run-program.ts'
import { UsageError } from '../../packages/cli/src/usage-error.ts'
import packageJson from '../../packages/cli/package.json' with { type: 'json' }
import { createFakeEdges } from './support/fake-edges.ts'
import { runSpikelog, spikelogArguments } from './support/run-spikelog.ts'

const greet: Command = {
  name: 'greet',
  summary: 'says hello',
  usage: 'greet NAME [--loud]',
  operands: [1, 2],
  options: [{ name: 'loud', about: 'says it louder' }],
  examples: [{ line: 'spikelog greet you', about: 'be polite' }],
  load: () =>
    Promise.resolve(({ operands, options }, { print }) => {
      if (operands.includes('nobody')) throw new UsageError('Expected somebody.')
      if (operands.includes('cron')) throw new UsageError('Expected a key.', 'Set one.')
      if (operands.includes('trouble')) throw new Error('Something\nbroke')
      print(`hello ${operands.join(' ')}${options['loud'] === true ? '!' : ''}`)
      return Promise.resolve(7)
    }),
}

async function run(...args: string[]): Promise<{ code: number; out: string[]; errors: string[] }> {
  const { out, errors, ...edges } = createFakeEdges()
  return { code: await runProgram(args, [greet], edges), out, errors }
}

describe('the program', () => {
  it('runs the command with its arguments and ends with its code', async () => {
    expect(await run('greet', 'you', '--loud')).toEqual({
      code: 7,
      out: ['hello you!'],
      errors: [],
    })
  })

  it.each([[], ['--help'], ['-h'], ['help']])('lists its commands (%s)', async (...args) => {
    const { code, out, errors } = await run(...args)
    expect({ code, errors }).toEqual({ code: 0, errors: [] })
    expect(out.join('\n')).toContain('  greet  says hello')
    expect(out.join('\n')).toContain('  # be polite\n  spikelog greet you')
    expect(out.join('\n')).toMatch(/^Exit codes: 0 .*1 .*2 /msu)
  })

  it.each([
    ['greet', '--help'],
    ['greet', 'you', '-h'],
    ['help', 'greet'],
  ])('tells of one command (%s %s)', async (...args) => {
    const { code, out, errors } = await run(...args)
    expect({ code, errors }).toEqual({ code: 0, errors: [] })
    const [help = ''] = out
    expect(help).toMatch(/^Usage: spikelog greet NAME \[--loud\]\n\nSays hello\.\n/u)
    expect(help).toContain('Options:\n  --loud  says it louder\n')
    expect(help).toContain('Examples:\n  # be polite\n  spikelog greet you\n')
  })

  it.each([
    ['greet', 'Expected an argument, got none. See `spikelog greet --help`.'],
    [
      'greet --lout',
      'Unknown option `--lout`, did you mean `--loud`? See `spikelog greet --help`.',
    ],
    ['greet nobody', 'Expected somebody. See `spikelog greet --help`.'],
    ['greet cron', 'Expected a key. Set one.'],
    ['gret', 'Expected a command, got `gret`. Did you mean `greet`? See `spikelog --help`.'],
    ['zzz', 'Expected a command, got `zzz`. See `spikelog --help`.'],
    ['--lout', 'Expected a command, got `--lout`. See `spikelog --help`.'],
  ])('says in one line what is wrong, and ends with 2 (%s)', async (line, message) => {
    expect(await run(...line.split(' '))).toEqual({
      code: 2,
      out: [],
      errors: [`spikelog: ${message}`],
    })
  })

  it('says in one line what failed, and ends with 1', async () => {
    const errors = ['spikelog: Something broke']
    expect(await run('greet', 'trouble')).toEqual({ code: 1, out: [], errors })
  })

  it.each(['--version', '-v'])('prints its version (%s), as a process', async (option) => {
    const { exitCode, stdout, stderr } = await runSpikelog([option])
    expect([exitCode, stdout, stderr]).toEqual([0, `${packageJson.version}\n`, ''])
  })

  it('takes it for no failure that whoever reads has enough', () => {
    // The second one is gone before anything is written.
    const line = '"$0" "$@" --help | head -1; "$0" "$@" --help | true; echo "${PIPESTATUS[0]}"'
    const args = ['-c', line, process.execPath, ...spikelogArguments]
    const { stdout, stderr } = spawnSync('bash', args, { encoding: 'utf8' })
    expect([stdout, stderr]).toEqual(['Usage: spikelog COMMAND [options]\n0\n', ''])
  })

  it('says in one line that a full disk took nothing, and ends with 1', () => {
    const args = ['-c', '"$0" "$@" --version >/dev/full', process.execPath, ...spikelogArguments]
    const { status, stderr } = spawnSync('bash', args, { encoding: 'utf8' })
    expect(stderr).toMatch(/^spikelog: Cannot print: ENOSPC[^\n]*\n$/u)
    expect(status).toBe(1)
  })

  it('ends as it should where standard error takes nothing', () => {
    const args = ['-c', '"$0" "$@" nope 2>/dev/full', process.execPath, ...spikelogArguments]
    expect(spawnSync('bash', args, { encoding: 'utf8' }).status).toBe(2)
  })
})

describe.each(commands.map((command) => [command.name, command] as const))(
  '`spikelog %s --help`',
  (name, command) => {
    it('begins with the command’s name and has examples, within 100 columns', async () => {
      const { out, ...edges } = createFakeEdges()
      expect(await runProgram(['help', name], commands, edges)).toBe(0)
      const [help = ''] = out
      expect(help).toMatch(new RegExp(`^Usage: spikelog ${name}\\b`, 'u'))
      expect(command.examples.length).toBeGreaterThan(0)
      for (const { line } of command.examples) expect(line).toMatch(/spikelog /u)
      for (const option of command.options) expect(command.usage).toContain(`--${option.name}`)
      expect(Math.max(...help.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100)
    })
  },
)
