import { spawn } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { startLocalSpikelog } from '@spikelog-otel/local'
import { describe, expect, it } from 'vitest'
import type { TestContext } from 'vitest'
import { findFailures } from '../../examples/http-service/src/demo/find-failures.ts'
import { expectedCharts } from '../../examples/http-service/src/instruments.ts'
import { toChartTable } from '../../examples/http-service/src/view/chart-table.ts'
import { toPanelLines } from '../../examples/http-service/src/view/panel-lines.ts'
import { toSparkline } from '../../examples/http-service/src/view/sparkline.ts'
import { createStyle } from '../../examples/http-service/src/view/style.ts'
import { verifies } from '../requirements.ts'

const demo = fileURLToPath(new URL('../../examples/http-service/src/demo.ts', import.meta.url))

type Demo = ChildProcessByStdio<null, Readable, Readable>

/** Starts the demo on what is built, with its output in pipes; killed when the test ends early. */
function startDemo({ onTestFinished }: TestContext, ...args: string[]): Demo {
  const child = spawn(process.execPath, [demo, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

async function readDemo(child: Demo): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const exited = new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal))
  })
  const [code, stdout, stderr] = await Promise.all([exited, text(child.stdout), text(child.stderr)])
  return { code, stdout, stderr }
}

/** Rows of the closing table: chart, instrument, aggregation, points, last value, sparkline. */
function readTable(stdout: string): Map<string, { by: string; points: number; spark: string }> {
  const [, closing = ''] = stdout.split('What the charts hold')
  const rows = closing.matchAll(/^(\S+) +([A-Z]\w+) +(\w+) +(\d+) +(-?[\d.]+) +([▁-█]+)$/gm)
  return new Map(
    Array.from(rows, ([, chart = '', instrument, by, points, , spark = '']) => [
      chart,
      { by: `${instrument} ${by}`, points: Number(points), spark },
    ]),
  )
}

describe(verifies('demo', 'the demo'), { concurrent: true, timeout: 60_000 }, () => {
  it('ends by itself without a terminal, with charts that hold what the service counted', async (test) => {
    const { code, stdout, stderr } = await readDemo(startDemo(test))

    expect(stderr).toBe('')
    expect(code).toBe(0)
    expect(stdout).not.toContain('\u001B')
    const table = readTable(stdout)
    expect([...table.keys()]).toEqual(expect.arrayContaining([...expectedCharts]))
    expect(table.size).toBe(10)
    for (const [chart, by] of [
      ['signups', 'Counter sum'],
      ['order.value', 'Histogram avg'],
      ['http.server.request.duration', 'Histogram avg'],
      ['queue.depth', 'Gauge max'],
      ['carts.open', 'UpDownCounter last'],
    ] as const) {
      const row = table.get(chart)
      expect(row?.by).toBe(by)
      expect(row?.points).toBeGreaterThanOrEqual(3)
      expect(row?.points).toBeLessThanOrEqual(12)
      expect(row?.spark).toHaveLength(Math.min(row?.points ?? 0, 9))
    }
    const comparisons = [...stdout.matchAll(/counted +(\d+) {2}charted +(\d+) {2}(.*) \(/g)]
    expect(comparisons).toHaveLength(3)
    for (const [, counted, charted, verdict] of comparisons) {
      expect(charted).toBe(counted)
      expect(verdict).toBe('equal')
    }
    expect(Number(comparisons[0]?.[1])).toBeGreaterThan(0)
    expect(stdout).toContain('Left out of the 10 charts:')
    expect(stdout).toContain('v8js.memory.heap.used')
    expect(stdout).toContain('nodejs.eventloop.delay.max')
  })

  it('prints where its dashboard is, and ends in order on SIGTERM', async (test) => {
    const child = startDemo(test, '--seconds', '60')
    const output = readDemo(child)
    let seen = ''
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk) => {
        seen += String(chunk)
        if (/^\d\d:\d\d:\d\d {2}/m.test(seen)) resolve()
      })
    })
    const [, dashboard = ''] = /its dashboard is (\S+),/.exec(seen) ?? []
    expect(await (await fetch(dashboard)).text()).toMatch(/^<!doctype html>/i)
    child.kill('SIGTERM')

    const { code, stdout, stderr } = await output
    expect(stderr).toBe('')
    expect(code).toBe(0)
    expect(stdout).toMatch(/sign-ups +counted +(\d+) {2}charted +\1 {2}equal/)
  })

  it('refuses an argument it does not know with a sentence', async (test) => {
    const { code, stderr } = await readDemo(startDemo(test, '--seconds', 'soon'))

    expect(code).toBe(1)
    expect(stderr).toContain("Expected --seconds to be a number from 1 to 86400, got 'soon'")
  })
})

describe("the demo's verdict", () => {
  const full = expectedCharts.map((chart) => ({ chart, source: undefined, values: [1] }))
  const equal = { what: 'orders', counted: 3, charted: 3, how: 'sum of 1 points' }

  it('is content when every chart holds points and every number is there', () => {
    expect(findFailures({ charts: full, comparisons: [equal], isInterrupted: false })).toEqual([])
  })

  it('names what is missing', () => {
    const unequal = { ...equal, charted: 2 }
    const rest = full.filter(({ chart }) => chart !== 'orders')
    expect(findFailures({ charts: [], comparisons: [], isInterrupted: false })).toEqual([
      'No point arrived.',
    ])
    expect(findFailures({ charts: rest, comparisons: [unequal], isInterrupted: false })).toEqual([
      'Chart orders stayed empty.',
      'The service counted 3 orders, its chart 2.',
    ])
  })

  it('lets charts be empty when the user ended it, but loses nothing', () => {
    const unequal = { ...equal, charted: 2 }
    expect(findFailures({ charts: [], comparisons: [unequal], isInterrupted: true })).toEqual([
      'The service counted 3 orders, its chart 2.',
    ])
  })
})

describe("the demo's panel", () => {
  it('invites to open the dashboard, and fits the terminal', async ({ onTestFinished }) => {
    const local = await startLocalSpikelog({ port: 0 })
    onTestFinished(() => local.close())
    const sources = { local, shopUrl: '', bucketMillis: 2000, notices: ['A notice. '.repeat(200)] }
    const style = createStyle({ isColored: false })
    const state = { seconds: 1, isEnding: false, width: 79, height: 24, style }
    const lines = toPanelLines(sources, state)
    expect(lines[0]).toBe(`Open ${local.url}/ in a browser: the charts move there, too.`)
    expect(lines).toHaveLength(24)
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(79)
  })
})

describe("the demo's table", () => {
  const source = { instrument: 'ObservableGauge', aggregation: 'max' } as const
  const charts = [{ chart: 'nodejs.eventloop.utilization', source, values: [1, 3, 2] }]

  it.each([20, 40, 60, 80, 120])('fits a width of %i', (width) => {
    const lines = toChartTable(charts, width, createStyle({ isColored: false }))
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width)
    expect(lines[1]).toContain('▁█▅')
  })

  it('draws the newest values from their lowest to their highest', () => {
    expect(toSparkline([9, 0, 7, 14], 3)).toBe('▁▅█')
    expect(toSparkline([5, 5], 8)).toBe('▁▁')
    expect(toSparkline([], 8)).toBe('')
  })
})
