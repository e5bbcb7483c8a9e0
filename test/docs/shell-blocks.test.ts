import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { isMissing } from '../local/support/run-command.ts'
import { verifies } from '../requirements.ts'
import { useLocal } from '../support/use-local.ts'
import { folderOf, isProgram, toBlockFiles, writeBlockFiles } from './support/block-folder.ts'
import { readDocPages, root } from './support/doc-pages.ts'
import { readCharts, readExpectedCharts } from './support/expected-charts.ts'
import { useJobMachine } from './support/job-machine.ts'
import { placeOf, readBlocks } from './support/read-blocks.ts'
import type { Block } from './support/read-blocks.ts'
import { readCommands } from './support/shell-commands.ts'
import { tryCommand } from './support/shell-rules.ts'

const folder = join(root, 'test/output/docs/shell')
const pages = readDocPages()
const blocks = pages.flatMap((page) => readBlocks(page))
const shell = blocks
  .filter(({ language }) => language === 'sh')
  .map((block) => [placeOf(block), block] as const)

function usesCurl(block: Block): boolean {
  return readCommands(block.code).some(({ words: [program] }) => program === 'curl')
}

/** What one block does, command after command, and what it leaves on the charts. */
async function expectToWork(block: Block): Promise<void> {
  const local = await useLocal()
  const page = pages.find(({ file }) => file === block.file)
  if (page === undefined) throw new Error(`There is no page ${block.file}`)
  const machine = useJobMachine(page, local)
  const problems: string[] = []
  const commands = readCommands(block.code)
  const installed = commands.flatMap(({ words: [npm, command, ...names] }) =>
    npm === 'npm' && command === 'install' ? names : [],
  )
  for (const command of commands) {
    const found = await tryCommand(command, {
      file: block.file,
      folder: join(folder, folderOf(block)),
      local,
      machine,
      installed,
      requestPath: block.notes.get('request'),
    })
    const place = placeOf({ file: block.file, line: block.line + command.lineOffset })
    problems.push(...found.map((problem) => `${place}: ${problem}`))
  }
  expect(problems).toEqual([])
  const note = block.notes.get('charts')
  if (note === undefined) return
  const expected = readExpectedCharts(note)
  expect(readCharts(local, expected)).toEqual(expected)
}

describe(verifies('docs', 'the commands of the docs'), () => {
  beforeAll(() => {
    writeBlockFiles(toBlockFiles(blocks.filter(isProgram)), folder)
  })

  it('are there', () => {
    expect(shell.length).toBeGreaterThan(5)
  })

  it.each(shell.filter(([, block]) => !usesCurl(block)))('%s works', async (_place, block) => {
    await expectToWork(block)
  })

  it.skipIf(isMissing('curl')).each(shell.filter(([, block]) => usesCurl(block)))(
    '%s works (curl)',
    async (_place, block) => {
      await expectToWork(block)
    },
  )
})
