import { toChartUrl } from '../../view/chart-url.ts'
import { formatMoment } from '../../view/format-moment.ts'
import { createElement } from '../dom/create-element.ts'
import { openDialog } from '../dom/open-dialog.ts'

/** A point as the reading API gives it. */
interface ExactPoint {
  value: number
  timestamp: string
  tags?: Record<string, unknown>
}

/** Shows the exact points of a chart as a table, newest first. The page itself has only what is drawn. */
export function openTableDialog(chart: string): void {
  const region = createElement(
    'div',
    { class: 'table', tabindex: '0', role: 'region', 'aria-label': `Table of ${chart}` },
    createElement('p', { role: 'status' }, 'Loading…'),
  )
  openDialog('Points of', chart, region)
  loadPoints(chart).then(
    (points) => region.replaceChildren(createTable(points)),
    (error: unknown) =>
      region.replaceChildren(
        createElement('p', { role: 'alert' }, `The points could not be read: ${String(error)}`),
      ),
  )
}

async function loadPoints(chart: string): Promise<ExactPoint[]> {
  const response = await fetch(toChartUrl('points', chart))
  if (!response.ok) throw new Error(`the server answered ${response.status}`)
  const { points }: { points: ExactPoint[] } = await response.json()
  return points.toReversed().sort((a, b) => Date.parse(b.timestamp) - Date.parse(a.timestamp))
}

function createTable(points: readonly ExactPoint[]): HTMLTableElement {
  const now = Date.now()
  const head = createElement('tr')
  for (const title of ['Time', 'Value', 'Tags']) {
    head.append(createElement('th', { scope: 'col' }, title))
  }
  const body = createElement('tbody')
  for (const { value, timestamp, tags } of points) {
    const at = formatMoment(Date.parse(timestamp), now)
    const time = createElement('time', { datetime: timestamp, title: timestamp }, at)
    const tagCell = createElement('td')
    for (const [key, tag] of Object.entries(tags ?? {})) {
      tagCell.append(createElement('bdi', { class: 'tag' }, `${key}: ${String(tag)}`))
    }
    const valueCell = createElement('td', { class: 'number' }, String(value))
    body.append(createElement('tr', {}, createElement('td', {}, time), valueCell, tagCell))
  }
  return createElement('table', {}, createElement('thead', {}, head), body)
}
