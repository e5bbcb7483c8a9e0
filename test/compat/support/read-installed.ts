import { readFileSync } from 'node:fs'

/** Where npm installed packages, from the folder it did it in. */
export function readInstalled(folder: string): string[] {
  const text = readFileSync(`${folder}/node_modules/.package-lock.json`, 'utf8')
  return Object.keys((JSON.parse(text) as { packages: object }).packages)
}
