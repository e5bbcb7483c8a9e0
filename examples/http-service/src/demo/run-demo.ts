import type { LocalSpikelog } from '@spikelog-otel/local'
import type { View, ViewSources } from '../view/view.ts'
import { readCharts } from './chart-state.ts'
import { Child } from './child.ts'
import { compareTotals } from './compare-totals.ts'
import type { Outcome } from './find-failures.ts'
import { startShop } from './start-shop.ts'
import { untilDone } from './until-done.ts'

/** How a demo runs. */
export interface DemoOptions {
  readonly bucketMillis: number
  /** Ends it after so many buckets. */
  readonly buckets: number | undefined
  readonly seconds: number | undefined
  readonly signal: AbortSignal
  readonly createView: (sources: ViewSources) => View
}

/** What a demo ended with, and what the service had to say. */
export interface DemoResult extends Outcome {
  readonly notices: readonly string[]
}

/** No point for so many buckets, and none will come. */
const patienceBuckets = 7

/** Runs service and traffic, shows what comes, and ends both so that nothing is lost. */
export async function runDemo(local: LocalSpikelog, options: DemoOptions): Promise<DemoResult> {
  const { bucketMillis, signal } = options
  const children: Child[] = []
  const notices: string[] = []
  let view: View | undefined
  const onLine = (line: string): void => {
    const text = line.replace(/^spikelog: /, '')
    notices.push(text)
    view?.notice(text)
  }
  try {
    const shop = await startShop(local, { bucketMillis, onLine })
    children.push(shop.child)
    view = options.createView({ local, shopUrl: shop.url, bucketMillis, notices })
    const file = new URL('../traffic.ts', import.meta.url)
    const traffic = new Child({ name: 'traffic', file, args: [shop.url], onLine })
    children.push(traffic)
    const patienceMillis = patienceBuckets * bucketMillis
    await Promise.race([
      untilDone(local, { ...options, patienceMillis }),
      shop.child.failure(),
      traffic.failure(),
    ])

    view.ending()
    await traffic.end()
    const totals: unknown = await fetch(`${shop.url}/totals`).then((response) => response.json())
    await shop.child.end()
    const charts = readCharts(local)
    const comparisons = compareTotals(totals, charts)
    return { charts, comparisons, isInterrupted: signal.aborted, notices }
  } finally {
    view?.close()
    for (const child of children) child.kill()
  }
}
