import { readCharts } from '../demo/chart-state.ts'
import { toChartTable } from './chart-table.ts'
import type { Style } from './style.ts'
import type { ViewSources } from './view.ts'
import { wrapText } from './wrap-text.ts'

/** What the panel looks like at one moment. */
export interface PanelState {
  readonly seconds: number
  readonly isEnding: boolean
  readonly width: number
  readonly height: number
  readonly style: Style
}

/** The panel's lines, at most `height`. Made so that all of it has room on 80 × 24. */
export function toPanelLines(sources: ViewSources, state: PanelState): string[] {
  const { width, height, style } = state
  const { local, notices } = sources
  const charts = readCharts(local)
  const lines = [
    style.bold(clip(`Open ${local.url}/ in a browser: the charts move there, too.`, width)),
    clip(toStatus(sources, state, charts.length), width),
    '',
    ...(charts.length === 0
      ? ['Waiting for the first points …']
      : toChartTable(charts, width, style)),
    ...notices.flatMap((text) => [''].concat(wrapText(text, width))),
  ]
  if (lines.length <= height) return lines
  return [...lines.slice(0, height - 1), clip('… the rest is shown at the end', width)]
}

function toStatus(
  { local, bucketMillis }: ViewSources,
  { seconds, isEnding }: PanelState,
  charts: number,
): string {
  const { received, byStatus } = local.requests()
  const answers = Object.entries(byStatus).map(([status, count]) => `${count} × ${status}`)
  const posts = received === 0 ? 'no post yet' : `${received} posts (${answers.join(', ')})`
  const hint = isEnding ? 'Ending, the last points come in.' : 'Ctrl-C ends.'
  const bucket = `a bucket is ${bucketMillis / 1000} s, not 300`
  return `${hint} ${Math.floor(seconds)} s, ${charts} of 10 charts, ${posts}, ${bucket}`
}

function clip(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`
}
