import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The checkout. */
export const root: string = fileURLToPath(new URL('../../..', import.meta.url))

/** A page for people, by its path in the checkout. */
export interface DocPage {
  readonly file: string
  readonly text: string
}

const patterns = [
  '*.md',
  'packages/*/*.md',
  'packages/*/docs/**/*.md',
  'examples/*/*.md',
  'test/*.md',
]

/** Every README and every page of docs. Changelogs are made by a tool. */
export function readDocPages(): DocPage[] {
  const files = globSync(patterns, { cwd: root, exclude: ['**/CHANGELOG.md'] })
  return files
    .map((file) => file.replaceAll('\\', '/'))
    .sort()
    .map((file) => ({ file, text: readFileSync(`${root}/${file}`, 'utf8') }))
}
