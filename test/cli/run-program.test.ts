import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Command } from '../../packages/cli/src/command.ts'
import { runProgram } from '../../packages/cli/src/run-program.ts'
import packageJson from '../../packages/cli/package.json' with { type: 'json' }

const greet: Command = {
  name: 'greet',
  summary: 'says hello',
  load: () =>
    Promise.resolve((args, { print }) => {
      print(`hello ${args.join(' ')}`)
      return Promise.resolve(7)
    }),
}

async function run(...args: string[]): Promise<{ code: number; out: string[]; errors: string[] }> {
  const [out, errors]: [string[], string[]] = [[], []]
  const edges = {
    print: (text: string) => out.push(text),
    warn: (text: string) => errors.push(text),
  }
  return { code: await runProgram(args, [greet], edges), out, errors }
}

describe('the program', () => {
  it('runs the command with its arguments and ends with its code', async () => {
    expect(await run('greet', 'you', '--all')).toEqual({
      code: 7,
      out: ['hello you --all'],
      errors: [],
    })
  })

  it.each([[], ['--help'], ['-h']])('lists its commands (%s)', async (...args) => {
    const { code, out, errors } = await run(...args)
    expect({ code, errors }).toEqual({ code: 0, errors: [] })
    expect(out.join('\n')).toContain('  greet  says hello')
  })

  it('says in one line which command it does not know, and where help is', async () => {
    expect(await run('gret')).toEqual({
      code: 2,
      out: [],
      errors: ['spikelog: Expected a command, got `gret`. See `spikelog --help`.'],
    })
  })

  it('prints its version, as a process', () => {
    const bin = fileURLToPath(new URL('../../packages/cli/src/bin.ts', import.meta.url))
    const { status, stdout, stderr } = spawnSync(process.execPath, [bin, '--version'])
    expect([status, String(stdout), String(stderr)]).toEqual([0, `${packageJson.version}\n`, ''])
  })
})
