import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

/**
 * A copy of an install of the client whose undici is as a later version may be: its files are
 * elsewhere, and none but the main one can be loaded from outside.
 *
 * @returns the folder, and undici's in it
 */
export function rearrangeUndici(folder: string): {
  readonly folder: string
  readonly undici: string
} {
  const copy = `${folder}/rearranged`
  rmSync(copy, { recursive: true, force: true })
  for (const name of ['@spikelog-otel/client', 'undici']) {
    const path = `node_modules/${name}`
    cpSync(`${folder}/${path}`, `${copy}/${path}`, { recursive: true })
  }
  const undici = `${copy}/node_modules/undici`
  renameSync(`${undici}/lib`, `${undici}/elsewhere`)
  rewrite(`${undici}/index.js`, (text) => text.replaceAll("'./lib/", "'./elsewhere/"))
  rewrite(`${undici}/package.json`, (text) =>
    JSON.stringify({ ...(JSON.parse(text) as object), exports: { '.': './index.js' } }),
  )
  return { folder: copy, undici }
}

function rewrite(file: string, change: (text: string) => string): void {
  writeFileSync(file, change(readFileSync(file, 'utf8')))
}
