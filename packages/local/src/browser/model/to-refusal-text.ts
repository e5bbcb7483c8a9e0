import type { RefusalSummary } from '../../live/sync-message.ts'
import { formatClock, formatMoment } from '../../view/format-moment.ts'

/** A refusal in plain words. */
export interface RefusalText {
  /** What was refused: a chart's name where it is known. To be shown apart, it may be hostile. */
  chart: string | undefined
  /** Goes on after the name, such as `was refused: all 10 charts are in use`. */
  what: string
  /** How often and when. */
  when: string
  /** What to do about it. */
  advice: string
}

const texts = new Map<string, readonly [reason: string, advice: string]>(
  Object.entries({
    invalid_api_key: [
      'the API key is missing or wrong',
      'Send the key that the terminal printed when the server was started, in the header X-API-Key.',
    ],
    invalid_request: [
      'it is not a valid point',
      'Send JSON such as {"chart":"users","value":42}. The answer says which field is wrong.',
    ],
    payload_too_large: ['its body is too large', 'Send one point a request, with fewer tags.'],
    idempotency_key_reused: [
      'its Idempotency-Key came before with another body',
      'Make a new key for each new point, and repeat a point unchanged.',
    ],
    rate_limited: ['too many requests', 'Wait as long as the header Retry-After says.'],
    not_found: ['there is nothing at that address', 'Post points to /api/v1/ingest.'],
    method_not_allowed: [
      'that method is not offered there',
      'Send points by POST to /api/v1/ingest.',
    ],
    internal_error: [
      'the server itself failed',
      'Look at the terminal in which it runs. A full disk is a common reason.',
    ],
  } as const),
)

/** Says a refusal in a sentence, with when it happened and what to do. */
export function toRefusalText(
  { code, chart, count, lastAtMillis }: RefusalSummary,
  maxCharts: number,
  nowMillis: number,
): RefusalText {
  const [reason, advice] =
    code === 'chart_limit_reached'
      ? [`all ${maxCharts} charts are in use`, 'Delete a chart to free its slot, or send fewer.']
      : (texts.get(code) ?? [code, 'The answer to the request says more.'])
  const isToday = new Date(lastAtMillis).toDateString() === new Date(nowMillis).toDateString()
  const at = isToday ? formatClock(lastAtMillis) : formatMoment(lastAtMillis, nowMillis)
  return {
    chart,
    what: `was refused: ${reason}`,
    when: count === 1 ? `once, ${at}` : `${count} times, last ${at}`,
    advice,
  }
}
