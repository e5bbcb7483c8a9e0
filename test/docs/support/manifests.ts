import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './doc-pages.ts'

/** What the checks read of a package.json. */
export interface Manifest {
  readonly name?: string
  readonly bin?: Readonly<Record<string, string>>
  readonly scripts?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>
}

/** The package.json of a folder of the checkout, if it has one. */
function readManifest(folder: string): Manifest | undefined {
  const file = join(root, folder, 'package.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : undefined
}

/** A package that those who follow the docs have installed. */
export function readInstalled(name: string): Manifest | undefined {
  const isDeclared = readManifest('test/docs')?.dependencies?.[name] !== undefined
  return isDeclared ? readManifest(`test/docs/node_modules/${name}`) : undefined
}

/** The manifests in which scripts that a page names may be: its own folder's, and the root's. */
export function readManifestsOf(file: string): Manifest[] {
  const folders = [...new Set([dirname(file), '.'])]
  return folders.map(readManifest).filter((manifest) => manifest !== undefined)
}
