import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { readPublicApi } from './tools/api/read-public-api.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(`${tmpdir()}/api-`)
  mkdirSync(`${folder}/dist`)
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
})

/** The API of an entry whose types lie in a part that the bundler named. */
function read(entry: string, part = '', partName = 'parts-D4qMsXfx'): string {
  writeFileSync(`${folder}/dist/${partName}.d.mts`, part)
  writeFileSync(`${folder}/dist/index.d.mts`, entry.replace('./parts', `./${partName}`))
  return readPublicApi(`${folder}/dist/index.d.mts`)
}

const entry = `import { t as Options } from './parts.mjs'
declare function create(options: Options): void
export { type Options, create }`
const part = `interface Limit { readonly millis: number }
interface Options { readonly limit?: Limit }
interface Unseen { readonly secret: string }
export { Options as t, Unseen as n }`

it('writes exports, and the types behind them wherever they lie, and nothing else', () => {
  expect(read(entry, part)).toBe(`Exports:

Options
  interface Options {
    readonly limit?: Limit;
  }

create
  function create(options: Options): void;

Types behind them:

Limit
  interface Limit {
    readonly millis: number;
  }
`)
})

it('does not depend on comments, on the names of parts and on the order', () => {
  const [first = '', second = '', ...rest] = part.split('\n')
  const moved = ['/** New. */', second, first, ...rest].join('\n')
  expect(read(entry, moved, 'parts-other')).toBe(read(entry, part))
})

it('says when an entry exports nothing', () => {
  expect(read('export {}')).toBe('Exports nothing.\n')
})

it('says what to do when nothing is built', () => {
  expect(() => readPublicApi(`${folder}/dist/index.d.mts`)).toThrow('run `npm run build` first')
})
