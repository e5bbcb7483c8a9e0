import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/** How a body is packed for the way. */
export type ContentEncoding = 'br' | 'gzip' | 'identity'

/** Texts shorter than this fit into one packet anyway. */
const leastBytes = 1000

/** Picks the best packing that the client takes (RFC 9110, section 12.5.3). */
export function pickEncoding(accepted: string | undefined): ContentEncoding {
  const offers = new Map((accepted ?? '').split(',').map((offer) => toWeight(offer)))
  const isTaken = (name: string): boolean => (offers.get(name) ?? offers.get('*') ?? 0) > 0
  if (isTaken('br')) return 'br'
  return isTaken('gzip') ? 'gzip' : 'identity'
}

function toWeight(offer: string): [name: string, weight: number] {
  const [name = '', weight] = offer.toLowerCase().split(/;\s*q=/)
  return [name.trim(), Number(weight ?? 1)]
}

/** Packs a text, or leaves it as it is where that saves nothing. */
export function packText(
  text: string,
  encoding: ContentEncoding,
): { bytes: Uint8Array<ArrayBuffer>; encoding: ContentEncoding } {
  const bytes = Buffer.from(text)
  if (encoding === 'identity' || bytes.length < leastBytes) return { bytes, encoding: 'identity' }
  if (encoding === 'gzip') return { bytes: gzipSync(bytes), encoding }
  const params = { [constants.BROTLI_PARAM_QUALITY]: 5 }
  return { bytes: brotliCompressSync(bytes, { params }), encoding }
}
