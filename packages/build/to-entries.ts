/** Files by name, as lines. */
type Entries = Readonly<Record<string, readonly string[]>>

/** The entries around an implementation that has all it needs. */
export function toOpenEntries(names: readonly string[]): Entries {
  const list = toList(names)
  return {
    'index.d.mts': ["export * from './index.cjs'"],
    'index.cjs': [`const ${list} = require('./implementation.cjs')`, `module.exports = ${list}`],
    'index.mjs': [
      "import implementation from './implementation.cjs'",
      `export const ${list} = implementation`,
    ],
  }
}

/**
 * The entries around an implementation that is a function of its peers. `loaded` calls it, once for
 * every entry of a format.
 */
export function toClosedEntries(
  names: readonly string[],
  all: readonly string[],
  peers: readonly string[],
): Entries {
  const list = toList(names)
  const imports = peers.map((name, index) => `import * as peer${index} from '${name}'`)
  const imported = peers.map((name, index) => `'${name}': peer${index}`)
  const required = peers.map((name) => `'${name}': require('${name}')`)
  return {
    'register.d.cts': ['export {}'],
    'register.d.mts': ['export {}'],
    'loaded.cjs': [`module.exports = require('./implementation.cjs')({ ${required.join(', ')} })`],
    'loaded.mjs': [
      ...imports,
      "import implement from './implementation.cjs'",
      `export const ${toList(all)} = implement({ ${imported.join(', ')} })`,
    ],
    'index.cjs': [`const ${list} = require('./loaded.cjs')`, `module.exports = ${list}`],
    'index.mjs': [`export ${list} from './loaded.mjs'`],
  }
}

function toList(names: readonly string[]): string {
  return `{ ${names.toSorted().join(', ')} }`
}
