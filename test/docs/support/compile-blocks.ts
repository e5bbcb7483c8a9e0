import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BlockFile } from './block-folder.ts'
import { root } from './doc-pages.ts'

/** What `tsc --init` gives a user of Node, and JavaScript checked as well. */
const compilerOptions = {
  target: 'es2024',
  lib: ['es2024'],
  types: ['node'],
  module: 'nodenext',
  moduleDetection: 'force',
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: true,
  noEmit: true,
  allowJs: true,
  checkJs: true,
  allowImportingTsExtensions: true,
}

/**
 * What the compiler says about programs in a folder, each with its place on its page. Imports are
 * those of the built packages.
 */
export async function compileBlocks(
  files: readonly BlockFile[],
  folder: string,
): Promise<Map<BlockFile, string[]>> {
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, files: files.map(({ path }) => path) }),
  )
  const output = await runCompiler(folder)
  const complaints = new Map<BlockFile, string[]>()
  for (const line of output.split('\n')) {
    const [, path, at, message = ''] = /^([^(]+)\((\d+),\d+\): (error .*)$/u.exec(line) ?? []
    const file = files.find((each) => each.path === path)
    if (file === undefined) {
      if (/error TS/u.test(line)) throw new Error(`The compiler stopped: ${line}`)
      continue
    }
    const place = file.block.line + Number(at) - 1 - file.linesBefore
    const complaint = `${file.block.file}:${place}: ${message}`
    complaints.set(file, [...(complaints.get(file) ?? []), complaint])
  }
  return complaints
}

function runCompiler(folder: string): Promise<string> {
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  return new Promise((resolve, reject) => {
    const args = [tsc, '-p', '.', '--pretty', 'false']
    execFile(process.execPath, args, { cwd: folder }, (error, stdout, stderr) => {
      // 1 and 2 are the codes for "errors were found".
      if (error === null || error.code === 1 || error.code === 2) resolve(stdout)
      else reject(new Error(`The compiler failed: ${error.message} ${stderr}`))
    })
  })
}
