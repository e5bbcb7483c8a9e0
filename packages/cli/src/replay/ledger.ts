import { csvHeader, toCsvRow } from '@spikelog-otel/client/internals'
import { formatEvent, parseEvent } from './journal.ts'
import type { PostEnd, ReplayEvent } from './journal.ts'
import type { KeptRow } from './kept-row.ts'
import { parseKeptRows } from './parse-kept-rows.ts'
import type { PlannedPost } from './plan-posts.ts'

/** A line of the file. */
type Entry =
  | { readonly kind: 'unreadable'; readonly raw: string }
  | { readonly kind: 'row'; row: KeptRow; post?: OpenPost | 'posted' }

type RowEntry = Extract<Entry, { kind: 'row' }>

/** A point that may have arrived, and the entries that it stands for. */
interface OpenPost {
  readonly row: KeptRow
  readonly entries: readonly RowEntry[]
}

/** What is left of a file. */
export interface Rest {
  readonly text: string
  readonly rows: number
  /** The lines of `text` that are no rows. */
  readonly unreadable: readonly number[]
}

/**
 * What a replay has in hand: the rows of the file, which of them are under way and which are there.
 * Each change gives the text that makes it last: one after the other they are the whole ledger.
 */
export class Ledger {
  readonly #entries: Entry[] = []
  /** In the order in which they came: the journal names rows by their places. */
  readonly #rows: RowEntry[] = []
  readonly #places = new Map<KeptRow, number>()
  readonly #open = new Map<string, OpenPost>()
  /** Each line is taken once: a run that was killed may have left one in two files. */
  readonly #known = new Set<string>()

  /** Reads what other ledgers gave. */
  load(text: string): void {
    for (const line of parseKeptRows(text)) {
      if (line.kind === 'row') this.#addRow(line.row)
      else this.#apply(parseEvent(line.raw) ?? { kind: 'unreadable', raw: line.raw })
    }
  }

  /**
   * Takes the lines of a fallback file that are not known yet.
   *
   * @param isWhole nobody writes to the file any more: a last line that is no row never will be
   */
  add(text: string, isWhole: boolean): string {
    let added = ''
    for (const line of parseKeptRows(text)) {
      if (line.kind === 'row') {
        if (this.#addRow(line.row)) added += `${line.row.raw}\n`
      } else if ((isWhole || line.isEnded) && this.#addUnreadable(line.raw)) {
        added += formatEvent({ kind: 'unreadable', raw: line.raw })
      }
    }
    return added
  }

  /** The rows that are not posted; for points under way, the ones that say they may be there. */
  rows(): readonly KeptRow[] {
    return this.#left().flatMap((entry) => (entry.kind === 'row' ? [entry.row] : []))
  }

  /** A point is about to be posted. */
  begin(post: PlannedPost): string {
    if (this.#open.has(post.key)) return ''
    const places = post.rows.map((row) => this.#places.get(row) ?? -1)
    const event: ReplayEvent = { kind: 'posting', post, places }
    this.#apply(event)
    return formatEvent(event)
  }

  /** That point's post ended, with an answer that says of all its attempts how. */
  end(key: string, end: PostEnd): string {
    const event: ReplayEvent = { kind: 'ended', key, end }
    this.#apply(event)
    return formatEvent(event)
  }

  /** The file as it has to be now. */
  rest(): Rest {
    const left = this.#left()
    const unreadable: number[] = []
    let text = csvHeader
    let line = 2
    for (const entry of left) {
      if (entry.kind === 'unreadable') unreadable.push(line)
      const raw = `${entry.kind === 'row' ? entry.row.raw : entry.raw}\n`
      text += raw
      line += raw.split('\n').length - 1
    }
    return { text, rows: left.length - unreadable.length, unreadable }
  }

  #left(): readonly Entry[] {
    const left: Entry[] = []
    for (const entry of this.#entries) {
      if (entry.kind === 'unreadable' || entry.post === undefined) left.push(entry)
      // In the place of its newest row.
      else if (entry.post !== 'posted' && entry.post.entries.at(-1) === entry) {
        left.push({ kind: 'row', row: entry.post.row })
      }
    }
    return left
  }

  #apply(event: ReplayEvent): void {
    switch (event.kind) {
      case 'unreadable':
        this.#addUnreadable(event.raw)
        return
      case 'posting':
        this.#begin(event)
        return
      case 'ended':
        this.#end(event)
    }
  }

  #begin({ post, places }: Extract<ReplayEvent, { kind: 'posting' }>): void {
    const entries = places.flatMap((place) => this.#rows[place] ?? [])
    const [first] = entries
    if (first === undefined) return
    const reason = 'shutdown_maybe_delivered'
    const row = withRaw({ ...post, chart: first.row.chart, reason })
    const open: OpenPost = { row, entries }
    for (const entry of entries) entry.post = open
    this.#open.set(post.key, open)
  }

  #end({ key, end }: Extract<ReplayEvent, { kind: 'ended' }>): void {
    const entries = this.#open.get(key)?.entries ?? []
    this.#open.delete(key)
    for (const entry of entries) {
      if (end === 'posted') {
        entry.post = 'posted'
        continue
      }
      delete entry.post
      if (end !== 'returned') this.#setRow(entry, withRaw({ ...entry.row, reason: end }))
    }
  }

  #setRow(entry: RowEntry, row: KeptRow): void {
    this.#places.set(row, this.#places.get(entry.row) ?? -1)
    entry.row = row
  }

  #addRow(row: KeptRow): boolean {
    if (!this.#take(row.raw)) return false
    const entry: RowEntry = { kind: 'row', row }
    this.#places.set(row, this.#rows.length)
    this.#rows.push(entry)
    this.#entries.push(entry)
    return true
  }

  #addUnreadable(raw: string): boolean {
    if (!this.#take(raw)) return false
    this.#entries.push({ kind: 'unreadable', raw })
    return true
  }

  #take(raw: string): boolean {
    if (this.#known.has(raw)) return false
    this.#known.add(raw)
    return true
  }
}

function withRaw(row: Omit<KeptRow, 'raw'>): KeptRow {
  const { wallMillis, chart, value, reason, key } = row
  return { ...row, raw: toCsvRow({ wallMillis, chart, value, reason, key }).trimEnd() }
}
