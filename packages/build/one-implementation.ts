import { fileURLToPath } from 'node:url'
import type { Rolldown, UserConfig } from 'tsdown'
import { breakLines } from './break-lines.ts'
import { leanTypes } from './lean-types.ts'
import { loadedLater, toFile, withoutShared } from './load-later.ts'
import type { Later } from './load-later.ts'
import { toClosed } from './to-closed.ts'
import { toClosedEntries, toOpenEntries } from './to-entries.ts'
import { toPortable } from './to-portable.ts'

interface ImplementationOptions {
  /**
   * Packages that an app may have as ES modules and as CommonJS, which are not the same to it: each
   * format's entry hands its own in.
   */
  readonly peers?: readonly string[]
  /** What few apps use: a file of its own. */
  readonly later?: Later
  /** Types that are packed with nothing but the first words on what they are. */
  readonly brief?: readonly string[]
}

/**
 * Builds a package that is loaded into users' apps, from `src/implementation.ts` (the code) and
 * `src/index.ts` (the exports and the types).
 *
 * The code is there once, as CommonJS, with thin entries of both formats around it: that halves what
 * is packed, and an app that loads both has one copy of what a package remembers. It is CommonJS, since
 * jest can `require` no ES module.
 *
 * @param folder the package's, as a file URL
 */
export function oneImplementation(
  folder: URL,
  { peers = [], later, brief = [] }: ImplementationOptions = {},
): UserConfig[] {
  const index = fileURLToPath(new URL('src/index.ts', folder))
  return [
    {
      ...toCode('src/implementation.ts', [
        ...(later === undefined ? [] : [loadedLater(folder, later)]),
        entriesAround(index, { peers, files: later === undefined ? [] : [toFile(later.code)] }),
      ]),
      publint: { strict: true },
      // Types of what is for the packages beside alone are not packed.
      attw: { profile: 'node16', level: 'error', excludeEntrypoints: ['./internals'] },
    },
    ...(later === undefined ? [] : [toCode(later.code, [withoutShared(folder, later), asLines])]),
    toTypes('.d.cts', brief),
    // They name types of the peers, which differ by format, too.
    ...(peers.length === 0 ? [] : [toTypes('.d.mts', brief)]),
  ]
}

function toCode(entry: string, plugins: Rolldown.Plugin[]): UserConfig {
  return {
    entry: [entry],
    format: 'cjs',
    dts: false,
    // Short names, no white space: a third of the code when packed. Names of classes stay, which users
    // see when they inspect objects and, with those of methods, in stack traces. Those of functions
    // would take 1.7 kB more, short names for properties would save no more than 0.1.
    minify: {
      compress: { keepNames: { class: true, function: false } },
      mangle: { toplevel: true, keepNames: { class: true, function: false } },
      codegen: true,
    },
    outputOptions: {
      comments: false,
      strict: true,
      esModule: false,
      generatedCode: { symbols: false },
    },
    plugins,
    // Users still load it from CommonJS; that is a feature, not an oversight.
    checks: { legacyCjs: false },
  }
}

function toTypes(dts: '.d.cts' | '.d.mts', brief: readonly string[]): UserConfig {
  return {
    entry: ['src/index.ts'],
    format: 'esm',
    dts: { emitDtsOnly: true },
    outExtensions: () => ({ dts }),
    // What only sources import leaves no trace.
    treeshake: { moduleSideEffects: 'no-external' },
    plugins: [
      {
        name: 'lean-types',
        generateBundle(_, bundle) {
          const chunk = expectOneChunk(bundle)
          chunk.code = leanTypes(chunk.code, brief)
        },
      },
    ],
  }
}

function entriesAround(
  index: string,
  { peers, files }: { readonly peers: readonly string[]; readonly files: readonly string[] },
): Rolldown.Plugin {
  return {
    name: 'entries-around',
    renderChunk(code, chunk) {
      const loaded = { ...chunk, imports: [...chunk.imports, ...files] }
      const portable = `${toPortable(code, loaded)}\n${nameExports}`
      return peers.length === 0 ? portable : toClosed(portable, chunk, peers)
    },
    generateBundle(_, bundle) {
      const chunk = expectOneChunk(bundle)
      chunk.code = toAscii(chunk.code)
      if (peers.length > 0) chunk.code = compiledAtOnce(chunk.code)
      chunk.code = breakLines(chunk.code, this.parse(chunk.code))
      const names = this.getModuleInfo(index)?.exports ?? []
      if (names.length === 0) throw new Error(`Expected exports of ${index}`)
      const entries =
        peers.length === 0 ? toOpenEntries(names) : toClosedEntries(names, chunk.exports, peers)
      for (const [fileName, source] of Object.entries(entries)) {
        this.emitFile({ type: 'asset', fileName, source: `${source.join('\n')}\n` })
      }
    },
  }
}

/** Code that needs no entries. */
const asLines: Rolldown.Plugin = {
  name: 'as-lines',
  renderChunk: (code, chunk) => toPortable(code, chunk),
  generateBundle(_, bundle) {
    const chunk = expectOneChunk(bundle)
    chunk.code = toAscii(chunk.code)
    chunk.code = breakLines(chunk.code, this.parse(chunk.code))
  },
}

function expectOneChunk(bundle: Rolldown.OutputBundle): Rolldown.OutputChunk {
  const [chunk, ...others] = Object.values(bundle)
  if (chunk?.type !== 'chunk' || others.length > 0) throw new Error('Expected one chunk')
  return chunk
}

/** What is exported goes by its name to whoever inspects it or reads a stack trace. */
const nameExports = `for (const name in exports) {
  if (typeof exports[name] === 'function') Object.defineProperty(exports[name], 'name', { value: name })
}`

/** Any other character would make V8 keep, and read, two bytes for each one there is. */
function toAscii(code: string): string {
  return code.replaceAll(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/**
 * In parentheses, V8 compiles a function when it reads it, and not first skims it: it is called next.
 * Minifiers take them away.
 */
function compiledAtOnce(code: string): string {
  const [, start, body] = /^("use strict";module\.exports=)([^]+\});?\s*$/u.exec(code) ?? []
  if (body === undefined) throw new Error(`Expected a function, got ${code.slice(0, 80)}`)
  return `${start}(${body});\n`
}
