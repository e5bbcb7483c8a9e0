import { readFileSync, writeFileSync } from 'node:fs'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { defineConfig, type UserConfig } from 'tsdown'

const sources = 'src/browser/static'
const output = 'dist/browser'

/** uPlot's licence asks for its notice in every copy. */
const uplotNotice =
  '/*! uPlot 1.6.32 | (c) 2025 Leon Sorokin | MIT License | https://github.com/leeoniya/uPlot */'

const read = (file: string) => readFileSync(`${sources}/${file}`, 'utf8')

/** Drops comments and indentation; what is left compresses as well as the output of real minifiers. */
const shrink = (text: string) =>
  text.replace(/\/\*[^]*?\*\/|<!--[^]*?-->/g, '').replace(/\n\s*/g, '\n')

/** Writes a file with its compressed forms, so that the server compresses nothing while it serves. */
function write(file: string, text: string): void {
  const bytes = Buffer.from(text)
  writeFileSync(`${output}/${file}`, bytes)
  const quality = { [constants.BROTLI_PARAM_QUALITY]: 11 }
  writeFileSync(`${output}/${file}.br`, brotliCompressSync(bytes, { params: quality }))
  writeFileSync(`${output}/${file}.gz`, gzipSync(bytes, { level: 9 }))
}

/**
 * Leaves out of uPlot what no page draws with: joins, dates (the ticks are ours) and other lines than
 * straight ones. They hang on its default export, where bundlers have to keep them.
 */
const slimUplot = {
  name: 'slim-uplot',
  transform(code: string, id: string) {
    if (!id.endsWith('uPlot.esm.js')) return undefined
    return unusedByPages.reduce((slim, part) => {
      if (!slim.includes(part)) throw new Error(`uPlot has no ${part} any more`)
      return slim.replace(part, '')
    }, code)
  },
}

const unusedByPages = [
  'uPlot.join = join;',
  'uPlot.fmtDate = fmtDate;',
  'uPlot.tzDate  = tzDate;',
  '(paths.stepped = stepped);',
  '(paths.bars    = bars);',
  '(paths.spline  = monotoneCubic);',
]

/** A page of the browser client: one classic script, its style sheet and its document. */
function toPage(page: 'dashboard' | 'embed'): UserConfig {
  return {
    entry: [`src/browser/${page}.ts`],
    tsconfig: 'src/browser/tsconfig.json',
    outDir: output,
    format: ['iife'],
    platform: 'browser',
    target: 'es2023',
    minify: true,
    plugins: [slimUplot],
    // The package as such has no side effects, this one file is nothing but one.
    treeshake: { moduleSideEffects: [{ test: /repair-locale/, sideEffects: true }] },
    dts: false,
    deps: { alwaysBundle: ['uplot'], onlyBundle: ['uplot'] },
    banner: uplotNotice,
    outputOptions: { entryFileNames: '[name].js' },
    hooks: {
      'build:done'() {
        write(`${page}.js`, readFileSync(`${output}/${page}.js`, 'utf8'))
        write(`${page}.css`, shrink(read('base.css') + read(`${page}.css`)))
        write(`${page}.html`, shrink(read(`${page}.html`)))
        if (page === 'dashboard') write('favicon.svg', read('favicon.svg'))
      },
    },
  }
}

export default defineConfig([
  {
    entry: ['src/index.ts', 'src/bin.ts'],
    format: ['esm'],
    dts: true,
    publint: { strict: true },
    attw: { profile: 'esm-only', level: 'error' },
  },
  toPage('dashboard'),
  toPage('embed'),
])
