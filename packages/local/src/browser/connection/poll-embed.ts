import type { EmbedMessage } from '../../live/sync-message.ts'
import { toChartUrl } from '../../view/chart-url.ts'

/** What a poll found: points, nothing new, no such chart, or a server that knows this page no more. */
export type PollOutcome = EmbedMessage | 'unchanged' | 'missing' | 'expired'

/** Makes the function that asks for a chart's points; it remembers what it got, and rejects on failures. */
export function createPoll(chart: string, token: string): () => Promise<PollOutcome> {
  let etag: string | undefined
  return async () => {
    const headers = new Headers({ Authorization: `Bearer ${token}` })
    if (etag !== undefined) headers.set('If-None-Match', etag)
    const response = await fetch(toChartUrl('embedPoints', chart), { headers })
    if (response.status === 304) return 'unchanged'
    if (response.status === 403) return 'expired'
    if (response.status === 404) {
      etag = undefined
      return 'missing'
    }
    if (!response.ok) throw new Error(`The server answered ${response.status}`)
    const message: EmbedMessage = await response.json()
    etag = response.headers.get('ETag') ?? undefined
    return message
  }
}
