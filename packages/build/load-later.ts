import { fileURLToPath } from 'node:url'
import type { Rolldown } from 'tsdown'

/** Code that is loaded only when it is called for. Paths are relative to the package. */
export interface Later {
  /** The module that the rest of the package imports: it exports `load`, and nothing else. */
  readonly loader: string
  /** The name of the loader's function. */
  readonly load: string
  /** The entry of the code. */
  readonly code: string
  /** Lists what the code needs of the implementation, which exports it too. */
  readonly shared: string
}

/** Makes the loader `require` the code, which is built into a file of its own. */
export function loadedLater(folder: URL, { loader, load, code }: Later): Rolldown.Plugin {
  return {
    name: 'loaded-later',
    load(id) {
      if (id !== toPath(folder, loader)) return undefined
      return {
        code: `export function ${load}() { return require('${toFile(code)}') }`,
        moduleType: 'js',
      }
    },
    resolveId: (id) => (id === toFile(code) ? { id, external: true } : undefined),
  }
}

/** Takes `shared` from the implementation, which is there when the code is loaded. */
export function withoutShared(folder: URL, { code, shared }: Later): Rolldown.Plugin {
  const own = toPath(folder, code).replace(/[^/]+$/u, '')
  return {
    name: 'without-shared',
    async resolveId(source, importer) {
      if (importer === undefined || !source.startsWith('.')) return undefined
      const resolved = await this.resolve(source, importer, { skipSelf: true })
      if (resolved?.id === toPath(folder, shared)) {
        return { id: './implementation.cjs', external: true }
      }
      if (resolved?.id.startsWith(own) === true) return undefined
      throw new Error(`Expected ${importer} to import ${source} by way of ${shared}`)
    },
  }
}

function toPath(folder: URL, path: string): string {
  return fileURLToPath(new URL(path, folder))
}

/** Beside the implementation, since bundlers look there for what it requires. */
export function toFile(code: string): string {
  return `./${code.replace(/^.*\/|\.ts$/gu, '')}.cjs`
}
