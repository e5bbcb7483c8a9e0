import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './doc-pages.ts'
import type { Block } from './read-blocks.ts'
import { placeOf } from './read-blocks.ts'

/** A block that became a file. */
export interface BlockFile {
  readonly block: Block
  /** From the folder of all blocks. */
  readonly path: string
  /** Lines of the file before the block's first. */
  readonly linesBefore: number
}

const extensions: Readonly<Record<string, string>> = { ts: 'ts', js: 'js', mjs: 'mjs', cjs: 'cjs' }

/** Whether a block is a program. */
export function isProgram({ language }: Pick<Block, 'language'>): boolean {
  return extensions[language] !== undefined
}

/** The folder of a page's blocks, so that those with a name can import one another. */
export function folderOf({ file }: Pick<Block, 'file'>): string {
  return file.replace(/\.md$/u, '').replaceAll('/', '-').toLowerCase()
}

/** Says where each program goes, and with what before it. */
export function toBlockFiles(blocks: readonly Block[]): BlockFile[] {
  const files = blocks.filter(isProgram).map((block): BlockFile => {
    const name = block.notes.get('file') ?? `block-${block.line}.${extensions[block.language]}`
    return {
      block,
      path: `${folderOf(block)}/${name}`,
      linesBefore: block.notes.get('compiled with')?.split('\n').length ?? 0,
    }
  })
  const paths = files.map(({ path }) => path)
  const twice = files.find(({ path }, at) => paths.indexOf(path) !== at)
  if (twice === undefined) return files
  throw new Error(`${placeOf(twice.block)}: this page has a block of this name already.`)
}

/** The programs as files, in a package with what the docs tell users to install. */
export function writeBlockFiles(files: readonly BlockFile[], folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n')
  symlinkSync(join(root, 'test/docs/node_modules'), join(folder, 'node_modules'))
  for (const { block, path } of files) {
    const preamble = block.notes.get('compiled with')
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, [...(preamble === undefined ? [] : [preamble]), block.code, ''].join('\n'))
  }
}
