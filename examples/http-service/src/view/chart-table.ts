import type { ChartState } from '../demo/chart-state.ts'
import { formatNumber } from './format-number.ts'
import { toSparkline } from './sparkline.ts'
import type { Style } from './style.ts'

interface Column {
  readonly title: string
  readonly alignsRight?: boolean
  readonly cell: (state: ChartState) => string
}

const columns: readonly Column[] = [
  { title: 'chart', cell: ({ chart }) => chart },
  { title: 'instrument', cell: ({ source }) => source?.instrument ?? '?' },
  { title: 'by', cell: ({ source }) => source?.aggregation ?? '?' },
  { title: 'points', alignsRight: true, cell: ({ values }) => String(values.length) },
  { title: 'last', alignsRight: true, cell: ({ values }) => formatNumber(values.at(-1) ?? 0) },
]

/** Columns in the order in which they give way when there is little room. */
const expendable = ['instrument', 'by', 'points']

const gap = '  '
const minSparkWidth = 8

/** Lays charts out as lines of at most `width`, whatever it is. */
export function toChartTable(charts: readonly ChartState[], width: number, style: Style): string[] {
  let shown = columns
  for (const title of expendable) {
    if (widthOf(shown, charts) + minSparkWidth <= width) break
    shown = shown.filter((column) => column.title !== title)
  }
  // What is still too much is taken from the names.
  const excess = Math.max(0, widthOf(shown, charts) + minSparkWidth - width)
  const widths = shown.map(
    (column, index) => columnWidth(column, charts) - (index === 0 ? excess : 0),
  )
  const sparkWidth = Math.max(0, width - widthOf(shown, charts) + excess)
  const toLine = (cells: readonly string[]): string =>
    cells.map((cell, n) => fit(cell, widths[n] ?? 0, shown[n]?.alignsRight) + gap).join('')
  return [
    style.dim(toLine(shown.map(({ title }) => title)).trimEnd()),
    ...charts.map(
      (state) =>
        toLine(shown.map(({ cell }) => cell(state))) +
        style.accent(toSparkline(state.values, sparkWidth)),
    ),
  ]
}

function columnWidth({ title, cell }: Column, charts: readonly ChartState[]): number {
  return Math.max(title.length, ...charts.map((state) => cell(state).length))
}

function widthOf(shown: readonly Column[], charts: readonly ChartState[]): number {
  return shown.reduce((sum, column) => sum + columnWidth(column, charts) + gap.length, 0)
}

function fit(text: string, width: number, alignsRight = false): string {
  if (text.length > width) return `${text.slice(0, Math.max(0, width - 1))}…`
  return alignsRight ? text.padStart(width) : text.padEnd(width)
}
