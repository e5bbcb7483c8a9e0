import { quantile } from './quantile.ts'

/** What a figure has to keep to. */
export type Bound = { readonly atMost: number } | { readonly atLeast: number }

/** One line of the table: ours beside something everybody can judge. */
export interface Row {
  /** What is measured. */
  readonly what: string
  /** What ours came to, with its unit. */
  readonly ours: string
  /** What it is held against, and what that came to; absent when it is held against nothing. */
  readonly beside?: string
  /** One figure a round, mostly ratios. Their median is what the bound is for. */
  readonly figures: readonly number[]
  /** Stands behind a figure. @default '×' */
  readonly unit?: string
  /** Absent when the figure is only told. */
  readonly bound?: Bound
}

/** A row as the table shows it. */
export interface ReadyRow {
  readonly what: string
  readonly ours: string
  readonly beside: string
  readonly median: string
  /** The quartiles. */
  readonly spread: string
  readonly bound: string
  readonly met: 'yes' | 'NO' | '–'
}

/** Works out what a row shows; no figures at all miss every bound. */
export function toReadyRow({ what, ours, beside, figures, unit = '×', bound }: Row): ReadyRow {
  const [low = Number.NaN, median = Number.NaN, high = Number.NaN] = [0.25, 0.5, 0.75].map(
    (share) => quantile(figures, share),
  )
  return {
    what,
    ours,
    beside: beside ?? '–',
    median: `${toShort(median)} ${unit}`,
    spread: figures.length > 1 ? `${toShort(low)} to ${toShort(high)}` : '–',
    bound: bound === undefined ? '–' : toText(bound),
    met: bound === undefined ? '–' : isMet(median, bound) ? 'yes' : 'NO',
  }
}

function isMet(figure: number, bound: Bound): boolean {
  return 'atMost' in bound ? figure <= bound.atMost : figure >= bound.atLeast
}

function toText(bound: Bound): string {
  return 'atMost' in bound ? `≤ ${toShort(bound.atMost)}` : `≥ ${toShort(bound.atLeast)}`
}

/** Three digits tell enough; before the point all are kept. */
function toShort(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)))
}
