import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { SyncMessage } from '../../../packages/local/src/live/sync-message.ts'

/** A page that does nothing but draw: its script and its document with the data inline. */
export interface BarePage {
  html: string
  script: string
}

const { resolve } = createRequire(new URL('../../../packages/local/package.json', import.meta.url))

/** Draws each chart by uPlot's own defaults, with two axes, a line and the area below it. */
const draw = `
const { size, charts } = JSON.parse(document.querySelector('#data').textContent)
for (const { name, times, values } of charts) {
  const host = document.body.appendChild(document.createElement('div'))
  host.append(name)
  let time = 0
  const seconds = times.map((step) => (time += step) / 1000)
  const series = [{}, { stroke: '#4f46e5', fill: '#4f46e52e', width: 1.75 }]
  new uPlot({ ...size, series, legend: { show: false } }, [seconds, values], host)
}
requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('charts-painted')))
`

/** Makes a page that draws the charts of a message in plots of this size. */
export function toBarePage(
  { changes }: SyncMessage,
  size: { width: number; height: number },
): BarePage {
  const uplot = readFileSync(resolve('uplot/dist/uPlot.iife.min.js'), 'utf8')
  const style = readFileSync(resolve('uplot/dist/uPlot.min.css'), 'utf8')
  const data = JSON.stringify({ size, charts: changes })
  const layout = 'body { display: flex; flex-wrap: wrap; gap: 16px }'
  return {
    script: uplot + draw,
    html: `<!doctype html><html lang="en"><meta charset="utf-8"><title>Bare</title><link rel="icon" href="data:,"><style>${style}${layout}</style><body><script type="application/json" id="data">${data}</script><script src="/page.js"></script></body></html>`,
  }
}
