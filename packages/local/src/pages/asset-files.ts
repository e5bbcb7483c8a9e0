import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import type { ContentEncoding } from '../http/content-encoding.ts'
import { toEtag } from '../http/to-tagged-response.ts'

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
}

const suffixes: Readonly<Record<ContentEncoding, string>> = { br: '.br', gzip: '.gz', identity: '' }

/** A file for browsers. */
export interface Asset {
  contentType: string
  etag: string
  /** Its bytes, packed ahead when the package was built. */
  bytes: (encoding: ContentEncoding) => Uint8Array<ArrayBuffer>
}

/** The built pages with their scripts and styles, each read once when it is asked for. */
export class AssetFiles {
  readonly #assets = new Map<string, Asset>()

  /**
   * Gives one of the files that exist; `undefined` for any other name.
   *
   * @throws Error when the package was not built
   */
  find(name: string): Asset | undefined {
    const contentType = contentTypes[extname(name)]
    // Names come from URLs: nothing but a plain name may reach the file system.
    if (!contentType || !/^[a-z][a-z-]*\.[a-z]+$/.test(name)) return undefined
    const known = this.#assets.get(name)
    if (known) return known
    const asset = readAsset(name, contentType)
    if (asset) this.#assets.set(name, asset)
    return asset
  }
}

function readAsset(name: string, contentType: string): Asset | undefined {
  const folder = join(packageFolder(), 'dist', 'browser')
  const read = (suffix: string): Buffer<ArrayBuffer> => readFileSync(join(folder, name + suffix))
  try {
    const bytes = { br: read(suffixes.br), gzip: read(suffixes.gzip), identity: read('') }
    return { contentType, etag: toEtag(bytes.identity), bytes: (encoding) => bytes[encoding] }
  } catch (cause) {
    if (name !== 'dashboard.html' && name !== 'embed.html') return undefined
    throw new Error('the pages are missing from this package. In a checkout: npm run build', {
      cause,
    })
  }
}

/** Where this package lies, whether it runs from its sources or as it was built. */
function packageFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('@spikelog-otel/local/package.json'))
}
