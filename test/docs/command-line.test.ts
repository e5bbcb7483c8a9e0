import { describe, expect, it } from 'vitest'
import { commands } from '../../packages/cli/src/commands.ts'
import { exitCode } from '../../packages/cli/src/exit-code.ts'
import { verifies } from '../requirements.ts'
import { readDocPages } from './support/doc-pages.ts'
import { readCode, readRows } from './support/read-tables.ts'

const pages = readDocPages()
const ours = pages.filter(({ file }) => file.startsWith('packages/cli/'))
const readme = ours.find(({ file }) => file === 'packages/cli/README.md')?.text ?? ''

/** Options of every command, and those that `local` hands on. */
const everywhere = new Set(['help', 'version', 'port', 'host', 'key', 'file', 'fault'])

/** `spikelog COMMAND … --option` anywhere on a page: the command, and its options before a `--`. */
function readUses(text: string): { readonly command: string; readonly options: string[] }[] {
  const uses = text.matchAll(/(?<![\w=/.@-])spikelog ([a-z]+)\b([^`\n|;&)]*)/gu)
  return Array.from(uses, ([, command = '', rest = '']) => {
    const [before = ''] = rest.split(/ -- /u)
    return {
      command,
      options: Array.from(before.matchAll(/ --([a-z-]+)/gu), ([, name = '']) => name),
    }
  }).filter(({ command, options }) => options.length > 0 || known.has(command))
}

const known = new Map(commands.map(({ name, options }) => [name, options.map((each) => each.name)]))

describe(verifies('docs', 'the command line in the docs'), () => {
  it('has the commands of the program, in its README', () => {
    const inTable = readRows(readme, 'command', 'what it does').map(
      ([cell = '']) => readCode(cell)[0]?.split(' ')[1] ?? '',
    )
    expect(inTable.sort()).toEqual([...known.keys()].sort())
  })

  it.each([...known])('has each option of `spikelog %s`', (_command, options) => {
    const text = ours.map((page) => page.text).join('\n')
    expect(options.filter((option) => !text.includes(`--${option}`))).toEqual([])
  })

  it.each(pages.filter(({ text }) => readUses(text).length > 0))(
    'has no other option: $file',
    ({ text }) => {
      const unknown = readUses(text).flatMap(({ command, options }) =>
        options
          .filter((option) => known.get(command)?.includes(option) !== true)
          .filter((option) => !everywhere.has(option))
          .map((option) => `${command} --${option}`),
      )
      expect(unknown).toEqual([])
    },
  )

  it('has the exit codes of the program', () => {
    const codes = readRows(readme, 'exit code', 'meaning').map(([code]) => code)
    expect(codes).toEqual([...Object.values(exitCode).map(String), '`exec`'])
  })
})
