import type { LocalSpikelog } from '@spikelog-otel/local'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { useLocalSpikelog } from '../local/support/use-local-spikelog.ts'
import { useTemporaryFile } from '../local/support/use-temporary-file.ts'
import { verifies } from '../requirements.ts'
import { isBrowserMissing } from './support/find-browser.ts'
import { lostConnection } from './support/lost-connection.ts'
import { postPoints } from './support/post-points.ts'
import { readValues } from './support/read-points.ts'
import { useDashboard } from './support/use-dashboard.ts'
import { useProxy } from './support/use-proxy.ts'

/** Values from one number to another, alternately for two charts. */
const toPoints = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => ({
    chart: index % 2 === 0 ? 'even' : 'odd',
    value: from + index,
  }))

const values = (spikelog: LocalSpikelog, chart: string) =>
  spikelog.points(chart).map(({ value }) => value)

/** Expects that the page has exactly the server's points once it shows the last of them. */
async function expectSamePoints(page: Page, spikelog: LocalSpikelog): Promise<void> {
  for (const { chart, points, lastValue } of spikelog.charts()) {
    const card = page.getByRole('article', { name: chart, exact: true })
    await card.locator('.value').getByText(String(lastValue), { exact: true }).waitFor()
    await card.getByText(`${points} of `).waitFor()
    expect(await readValues(page, chart)).toEqual(values(spikelog, chart))
  }
}

const loadedAt = (page: Page) => page.evaluate(() => performance.timeOrigin)

describe.skipIf(isBrowserMissing())(verifies('live', 'an open dashboard survives'), () => {
  it('a restart of the server with its file', async () => {
    const file = useTemporaryFile('spikelog.db')
    const before = await useLocalSpikelog({ file })
    await postPoints(before, toPoints(1, 40))
    const { page, allowTrouble } = await useDashboard(before)
    const start = await loadedAt(page)
    allowTrouble(lostConnection)
    // The last points before the end may have reached the page or not.
    await postPoints(before, toPoints(100, 109))
    await before.close()
    await page.getByText('Reconnecting…').waitFor()
    const after = await useLocalSpikelog({ file, port: Number(new URL(before.url).port) })
    await postPoints(after, toPoints(110, 119))
    await page.getByText('Live', { exact: true }).waitFor()
    await expectSamePoints(page, after)
    expect(await loadedAt(page)).toBe(start)
  })

  it('a server that comes back empty, and shows what it gets then', async () => {
    const before = await useLocalSpikelog()
    await postPoints(before, toPoints(1, 40))
    const { page, allowTrouble } = await useDashboard(before)
    const start = await loadedAt(page)
    allowTrouble(lostConnection)
    await before.close()
    const after = await useLocalSpikelog({ port: Number(new URL(before.url).port) })
    await page.getByRole('heading', { name: 'Send a first point' }).waitFor()
    expect(await page.getByRole('article').count()).toBe(0)
    await postPoints(after, toPoints(7, 12))
    await page.getByRole('article', { name: 'odd' }).waitFor()
    await expectSamePoints(page, after)
    expect(await loadedAt(page)).toBe(start)
  })

  it('pauses in which nothing is lost', async () => {
    const spikelog = await useLocalSpikelog()
    await postPoints(spikelog, toPoints(1, 20))
    const { page, allowTrouble } = await useDashboard(spikelog)
    allowTrouble(lostConnection)
    for (const start of [100, 200, 300]) {
      await postPoints(spikelog, toPoints(start, start + 7))
      await spikelog.pause()
      await page.getByText('Reconnecting…').waitFor()
      await spikelog.resume()
      await postPoints(spikelog, toPoints(start + 8, start + 15))
      await page.getByText('Live', { exact: true }).waitFor()
      // More than one message comes over the new connection.
      for (const next of [start + 16, start + 24]) {
        await postPoints(spikelog, toPoints(next, next + 7))
        await page
          .locator('.value')
          .getByText(String(next + 7), { exact: true })
          .waitFor()
      }
    }
    await expectSamePoints(page, spikelog)
  })

  it('connections that break while points come, beyond what a chart keeps', async () => {
    const spikelog = await useLocalSpikelog({ limits: { maxPoints: 60 } })
    await postPoints(spikelog, toPoints(1, 30))
    const proxy = await useProxy(spikelog.url)
    const { page, allowTrouble } = await useDashboard(proxy)
    allowTrouble(lostConnection)
    for (let round = 1; round <= 8; round += 1) {
      await postPoints(spikelog, toPoints(round * 100, round * 100 + 11))
      // At times within a message, at times between two, at times before the page was told.
      if (round % 2 === 0) await page.getByText('Live', { exact: true }).waitFor()
      proxy.cut()
      await postPoints(spikelog, toPoints(round * 100 + 12, round * 100 + 19))
    }
    await expectSamePoints(page, spikelog)
  })
})
