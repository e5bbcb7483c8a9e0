import type { Send } from './operations.ts'
import type { ModelPost } from './spikelog-model.ts'

/** Remembers the posts that had a key, so that others can repeat them. */
export class SentPosts {
  #withKey: ModelPost[] = []

  /** What goes over the wire. Something repeated may be one of the same list. */
  resolve(sends: readonly Send[]): ModelPost[] {
    return sends.map((send) => {
      const post = this.#toPost(send)
      if (post.key !== undefined) this.#withKey = [...this.#withKey, post].slice(-12)
      return post
    })
  }

  /** Starts again. */
  clear(): void {
    this.#withKey = []
  }

  #toPost(send: Send): ModelPost {
    if (send.type === 'post') {
      const { chart, value, timestamp, key } = send
      return { body: JSON.stringify({ chart, value, timestamp }), key: key?.toString() }
    }
    const earlier = send.type === 'bad' ? undefined : this.#withKey.at(-1 - send.back)
    if (!earlier) return { body: '{"value":1}', key: '0' }
    return send.type === 'reuse' ? { ...earlier, body: `${earlier.body} ` } : earlier
  }
}
