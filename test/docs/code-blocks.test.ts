import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { verifies } from '../requirements.ts'
import { useLocal } from '../support/use-local.ts'
import { isProgram, toBlockFiles, writeBlockFiles } from './support/block-folder.ts'
import type { BlockFile } from './support/block-folder.ts'
import { compileBlocks } from './support/compile-blocks.ts'
import { readDocPages, root } from './support/doc-pages.ts'
import { readCharts, readExpectedCharts } from './support/expected-charts.ts'
import { placeOf, readBlocks } from './support/read-blocks.ts'
import { runProgram } from './support/run-program.ts'

const folder = join(root, 'test/output/docs/programs')
const blocks = readDocPages().flatMap((page) => readBlocks(page))
const files = toBlockFiles(blocks)
const named = files.map((file) => [placeOf(file.block), file] as const)

/** A file that others load is run with them. */
const alone = named.filter(
  ([, { block }]) => !block.notes.has('not run') && !block.notes.has('compiled with'),
)

describe(verifies('docs', 'the programs of the docs'), () => {
  let complaints: Map<BlockFile, string[]>
  beforeAll(async () => {
    writeBlockFiles(files, folder)
    complaints = await compileBlocks(files, folder)
  }, 120_000)

  it('are there', () => {
    expect(blocks.filter(isProgram).length).toBeGreaterThanOrEqual(10)
  })

  it.each(named)('%s compiles as a user’s file', (_place, file) => {
    expect(complaints.get(file) ?? []).toEqual([])
  })

  it.each(alone)('%s runs, and its points arrive', async (_place, { block, path }) => {
    const local = await useLocal()
    const note = block.notes.get('charts')
    const expected = note === undefined ? new Map() : readExpectedCharts(note)
    const at = path.indexOf('/')
    const end = await runProgram({
      args: [path.slice(at + 1)],
      folder: join(folder, path.slice(0, at)),
      local,
      requestPath: block.notes.get('request'),
    })
    expect(end).toMatchObject({ stderr: '', ended: expect.toBeOneOf([0, 'SIGTERM']) as unknown })
    expect(readCharts(local, expected)).toEqual(expected)
  })
})
