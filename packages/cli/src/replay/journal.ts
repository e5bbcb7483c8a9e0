import type { PlannedPost } from './plan-posts.ts'

/** How the post of a planned point ended. Without an end it may have arrived. */
export type PostEnd = (typeof ends)[number]

const ends = ['posted', 'returned', 'quota', 'value'] as const

/**
 * What happens to the rows of a replay, a line each behind them. A point is written down before it is
 * posted: a run that is killed leaves to the next one which points may have arrived.
 */
export type ReplayEvent =
  | {
      readonly kind: 'posting'
      readonly post: Pick<PlannedPost, 'key' | 'value' | 'wallMillis'>
      /** Its rows, by their places among all rows. */
      readonly places: readonly number[]
    }
  | { readonly kind: 'ended'; readonly key: string; readonly end: PostEnd }
  /** A line that is no row, marked as such: it may look like an event. */
  | { readonly kind: 'unreadable'; readonly raw: string }

/** One line, with its end. */
export function formatEvent(event: ReplayEvent): string {
  switch (event.kind) {
    case 'posting': {
      const { key, value, wallMillis } = event.post
      return `#posting,${key},${value},${wallMillis},${event.places.join(' ')}\n`
    }
    case 'ended':
      return `#ended,${event.key},${event.end}\n`
    case 'unreadable':
      return `#unreadable,${event.raw}\n`
  }
}

const posting = /^#posting,(?<key>[^,]+),(?<value>[^,]+),(?<wallMillis>[^,]+),(?<places>[\d ]+)$/u
const ended = /^#ended,(?<key>[^,]+),(?<end>\w+)$/u
const unreadable = '#unreadable,'

/** Reads one line; `undefined` for what is no event. */
export function parseEvent(line: string): ReplayEvent | undefined {
  if (line.startsWith(unreadable)) return { kind: 'unreadable', raw: line.slice(unreadable.length) }
  const { key = '', value, wallMillis, places = '' } = posting.exec(line)?.groups ?? {}
  if (key !== '') {
    const post = { key, value: Number(value), wallMillis: Number(wallMillis) }
    return { kind: 'posting', post, places: places.split(' ').map(Number) }
  }
  const { key: endedKey = '', end } = ended.exec(line)?.groups ?? {}
  return isEnd(end) ? { kind: 'ended', key: endedKey, end } : undefined
}

function isEnd(text: string | undefined): text is PostEnd {
  return ends.some((end) => end === text)
}
