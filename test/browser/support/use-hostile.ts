import type { LocalSpikelog } from '@spikelog-otel/local'
import type { Locator, Page } from 'playwright-core'
import { useLocalSpikelog } from '../../local/support/use-local-spikelog.ts'
import { hostileTexts } from './hostile-texts.ts'
import { postPoints } from './post-points.ts'
import { useDashboard } from './use-dashboard.ts'
import type { UsedPage } from './use-page.ts'

/** A dashboard with a chart for each hostile text, which stands in its tags too. */
export async function useHostile(width = 1280): Promise<{ spikelog: LocalSpikelog } & UsedPage> {
  const spikelog = await useLocalSpikelog({ limits: { maxCharts: hostileTexts.length } })
  await postPoints(
    spikelog,
    hostileTexts.flatMap((chart, index) => [
      { chart, value: 1000 + index, tags: { [chart]: chart } },
      { chart, value: 2000 + index, tags: { plain: -1, yes: true } },
    ]),
  )
  const viewport = { width, height: 800 }
  return { spikelog, ...(await useDashboard(spikelog, { viewport })) }
}

/** Whether a text became a script. */
export const isBroken = (page: Page): Promise<boolean> =>
  page.evaluate(() => 'broken' in globalThis)

/** The card of a chart, found by what the page's script knows it as. */
export const cardOf = (page: Page, chart: string): Locator => {
  const value = chart.replace(/["\\]/gu, String.raw`\$&`)
  return page.locator(`[data-chart="${value}"]`)
}
