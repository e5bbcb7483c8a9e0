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
 * What pages leave out of uPlot, and what stands there instead.
 *
 * `Intl` goes: the first formatter costs a page some 25 ms, and under a POSIX locale (`en-US@posix`)
 * it refuses the browser's language, so that uPlot throws while it is loaded. The labels of our axes
 * are made without it. The others hang on uPlot's default export, where bundlers have to keep them:
 * joins, dates, and other lines than straight ones.
 */
const uplotCuts: readonly (readonly [part: string, instead: string])[] = [
  ["new Intl.NumberFormat(domEnv ? nav.language : 'en-US')", '{ format: String }'],
  ['new Intl.DateTimeFormat().resolvedOptions().timeZone', "''"],
  ['uPlot.join = join;', ''],
  ['uPlot.fmtDate = fmtDate;', ''],
  ['uPlot.tzDate  = tzDate;', ''],
  ['(paths.stepped = stepped);', ''],
  ['(paths.bars    = bars);', ''],
  ['(paths.spline  = monotoneCubic);', ''],
]

const slimUplot = {
  name: 'slim-uplot',
  transform(code: string, id: string) {
    if (!id.endsWith('uPlot.esm.js')) return undefined
    return uplotCuts.reduce((slim, [part, instead]) => {
      if (!slim.includes(part)) throw new Error(`uPlot has no ${part} any more`)
      return slim.replace(part, instead)
    }, code)
  },
}

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
    entry: { index: 'src/index.ts', bin: 'src/bin.ts', cli: 'src/cli/run-cli.ts' },
    format: ['esm'],
    dts: true,
    publint: { strict: true },
    attw: { profile: 'esm-only', level: 'error' },
  },
  toPage('dashboard'),
  toPage('embed'),
])
