import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

function find(folder: string): { readonly version: string; readonly path: string } {
  const url = new URL(folder, import.meta.url)
  const { version } = JSON.parse(readFileSync(new URL('package.json', url), 'utf8')) as {
    version: string
  }
  return { version, path: fileURLToPath(new URL('bin/node', url)) }
}

/** The Node versions that users run: the oldest supported, the one of the checkout, the newest. */
export const nodes = [
  find('../tools/node_modules/node-22/'),
  find('../../../node_modules/node/'),
  find('../tools/node_modules/node-26/'),
]
