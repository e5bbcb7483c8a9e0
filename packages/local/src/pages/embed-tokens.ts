import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/**
 * Tokens that an embed's page carries and its script shows when it asks for points. The script of a
 * sandboxed frame has no origin that could be allowed, and to allow all origins would let any web
 * page read the charts of whoever visits it. But only the server's own page can know the token: it
 * may be framed by anyone, and read by nobody. A token is good for one chart and this run.
 */
export class EmbedTokens {
  readonly #secret = randomBytes(32)

  /** The token for this chart. */
  create(chart: string): string {
    return this.#sign(chart).toString('hex')
  }

  /** Whether an `Authorization` header carries this chart's token. */
  isGood(chart: string, authorization: string | undefined): boolean {
    const [, token = ''] = /^bearer ([\da-f]{64})$/i.exec(authorization ?? '') ?? []
    const sent = Buffer.from(token, 'hex')
    const expected = this.#sign(chart)
    return sent.length === expected.length && timingSafeEqual(sent, expected)
  }

  #sign(chart: string): Buffer {
    return createHmac('sha256', this.#secret).update(chart).digest()
  }
}
