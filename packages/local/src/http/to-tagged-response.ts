import { hash } from 'node:crypto'
import type { Context } from 'hono'
import type { AppEnvironment } from './app-environment.ts'
import { packText, pickEncoding, type ContentEncoding } from './content-encoding.ts'

/** Something that may be asked for again and again. */
export interface TaggedAnswer {
  status?: 200 | 404
  /** Another one whenever the content is another. */
  etag: string
  contentType: string
  headers?: Readonly<Record<string, string>>
  /** The content in this encoding, or in none where that saves nothing. */
  pack: (encoding: ContentEncoding) => {
    bytes: Uint8Array<ArrayBuffer>
    encoding: ContentEncoding
  }
}

/**
 * Answers with the content packed as the client likes it; with 304 when the client has it already
 * (RFC 9110, section 13.1.2). Clients keep it, and ask each time whether it still is the same.
 */
export function toTaggedResponse(
  { req }: Context<AppEnvironment>,
  { status = 200, etag, contentType, headers: more, pack }: TaggedAnswer,
): Response {
  const headers = {
    'content-type': contentType,
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
    vary: 'accept-encoding',
    etag,
    ...more,
  }
  if (status === 200 && hasTag(req.header('if-none-match'), etag)) {
    return new Response(null, { status: 304, headers })
  }
  const { bytes, encoding } = pack(pickEncoding(req.header('accept-encoding')))
  const packed = encoding === 'identity' ? headers : { ...headers, 'content-encoding': encoding }
  return new Response(bytes, { status, headers: packed })
}

/** Answers with a text that was just made. */
export function toTextResponse(
  context: Context<AppEnvironment>,
  { text, ...answer }: Omit<TaggedAnswer, 'etag' | 'pack'> & { text: string },
): Response {
  const pack: TaggedAnswer['pack'] = (encoding) => packText(text, encoding)
  return toTaggedResponse(context, { ...answer, etag: toEtag(text), pack })
}

/** A weak tag, since it is the same for all encodings. */
export function toEtag(content: string | Uint8Array): string {
  return `W/"${hash('sha256', content, 'base64url').slice(0, 22)}"`
}

/** Whether `If-None-Match` names this tag. */
function hasTag(sent: string | undefined, etag: string): boolean {
  const tags = new Set((sent ?? '').split(',').map((tag) => tag.trim()))
  return tags.has('*') || tags.has(etag)
}
