import { brotliCompressSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { firstSeed, Random } from '../support/campaign.ts'
import { useLocalSpikelog } from '../local/support/use-local-spikelog.ts'
import { toChartUrl } from '../../packages/local/src/view/chart-url.ts'
import { verifies } from '../requirements.ts'
import { countPixels } from './support/canvas.ts'
import { isBrowserMissing } from './support/find-browser.ts'
import { postPoints } from './support/post-points.ts'
import { realisticCharts, realisticPoints } from './support/realistic-points.ts'
import { useDashboard } from './support/use-dashboard.ts'
import { useProxy } from './support/use-proxy.ts'

const maxPageBytes = 60_000
const maxPictureBytes = 15_000

describe.skipIf(isBrowserMissing())(
  verifies('weight', `ten charts of a thousand points (SEED=${firstSeed})`),
  () => {
    it('load, paint, and come in 60 kB; a picture in 15 kB', async () => {
      const spikelog = await useLocalSpikelog()
      await postPoints(spikelog, realisticPoints(Date.now(), new Random(firstSeed)))
      const proxy = await useProxy(spikelog.url)
      const { page } = await useDashboard(proxy)
      const paintedAt = await page.evaluate(
        () => performance.getEntriesByName('charts-painted')[0]?.startTime ?? Number.NaN,
      )
      expect(paintedAt).toBeLessThan(2000)
      expect(await page.getByText('1,000 of 1,000 points').count()).toBe(10)
      for (const chart of realisticCharts) {
        const card = page.getByRole('article', { name: chart, exact: true })
        // Labels and grid alone are some 2000 pixels; the line with the area below it is more.
        expect(await countPixels(card.locator('canvas'))).toBeGreaterThan(8000)
      }
      // All that the page asks for has come: the icon too.
      await page.waitForLoadState('load')
      console.log(
        `10 × 1000 points: ${proxy.bytes.down} bytes received, ${proxy.bytes.up} sent, painted after ${Math.round(paintedAt)} ms`,
      )
      expect(proxy.bytes.down).toBeLessThanOrEqual(maxPageBytes)

      const sizes: number[] = []
      for (const chart of realisticCharts) {
        const svg = await (await fetch(spikelog.url + toChartUrl('svg', chart))).text()
        sizes.push(Math.max(gzipSync(svg).length, brotliCompressSync(svg).length))
      }
      console.log(`largest picture of 1000 points: ${Math.max(...sizes)} bytes`)
      expect(Math.max(...sizes)).toBeLessThanOrEqual(maxPictureBytes)
    })
  },
)
