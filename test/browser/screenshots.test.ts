import { existsSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { toChartUrl } from '../../packages/local/src/view/chart-url.ts'
import { postPoint } from '../local/support/post-point.ts'
import { useLocalSpikelog } from '../local/support/use-local-spikelog.ts'
import { Random } from '../support/campaign.ts'
import { verifies } from '../requirements.ts'
import { isBrowserMissing } from './support/find-browser.ts'
import { hostileTexts } from './support/hostile-texts.ts'
import { keepScreenshot, screenshotPath } from './support/keep-screenshot.ts'
import { postPoints } from './support/post-points.ts'
import { realisticCharts, realisticPoints } from './support/realistic-points.ts'
import { useDashboard, waitUntilPainted } from './support/use-dashboard.ts'

/** The same picture in every run. */
const seed = 1

async function expectNoOverflow(page: Page): Promise<void> {
  const [content, window] = await page.evaluate(() => [
    document.scrollingElement?.scrollWidth ?? Infinity,
    innerWidth,
  ])
  expect(content).toBeLessThanOrEqual(window ?? 0)
}

describe.skipIf(isBrowserMissing())(verifies('dashboard', 'screenshots are kept'), () => {
  it('of the full dashboard in both themes, on phones, with its dialogs, of embeds and badges', async () => {
    const spikelog = await useLocalSpikelog()
    await postPoints(spikelog, realisticPoints(Date.now(), new Random(seed)))
    const [chart = ''] = realisticCharts.slice(4)
    for (let value = 1; value <= 3; value += 1) {
      await postPoint(spikelog, { chart: 'eleventh', value })
    }
    const { page } = await useDashboard(spikelog)
    await keepScreenshot(page, 'dashboard-light')
    await page.getByRole('slider', { name: `Points of ${chart}`, exact: true }).focus()
    for (let press = 0; press < 30; press += 1) await page.keyboard.press('PageDown')
    await keepScreenshot(page, 'dashboard-cursor', false)
    await page.keyboard.press('Escape')
    for (const dialog of ['Table of ', 'Embed ', 'Delete ']) {
      await page.getByRole('button', { name: dialog + chart, exact: true }).click()
      if (dialog === 'Table of ') await page.getByRole('table').waitFor()
      await page.waitForFunction(() => [...document.images].every(({ complete }) => complete))
      await keepScreenshot(page, `dialog-${dialog.split(' ')[0]?.toLowerCase()}`, false)
      await page.keyboard.press('Escape')
    }
    await page.emulateMedia({ colorScheme: 'dark' })
    await keepScreenshot(page, 'dashboard-dark')
    for (const width of [360, 390]) {
      await page.setViewportSize({ width, height: 780 })
      await expectNoOverflow(page)
      await keepScreenshot(page, `dashboard-phone-${width}`)
    }
    await page.setViewportSize({ width: 480, height: 240 })
    for (const theme of ['light', 'dark']) {
      await page.goto(`${spikelog.url}${toChartUrl('embed', chart)}?theme=${theme}`)
      await waitUntilPainted(page)
      await keepScreenshot(page, `embed-${theme}`, false)
      await page.setViewportSize({ width: 640, height: 240 })
      await page.goto(`${spikelog.url}${toChartUrl('svg', chart)}?theme=${theme}`)
      await keepScreenshot(page, `picture-${theme}`, false)
    }
    await page.setViewportSize({ width: 400, height: 60 })
    await page.goto(`${spikelog.url}${toChartUrl('badge', chart)}`)
    await keepScreenshot(page, 'badge', false)
    expect(existsSync(screenshotPath('badge'))).toBe(true)
  })

  it('of the empty dashboard, and of hostile names', async () => {
    const spikelog = await useLocalSpikelog({ limits: { maxCharts: hostileTexts.length } })
    const { page } = await useDashboard(spikelog)
    await page.getByRole('heading', { name: 'Send a first point' }).waitFor()
    await keepScreenshot(page, 'empty')
    await page.setViewportSize({ width: 390, height: 780 })
    await expectNoOverflow(page)
    await keepScreenshot(page, 'empty-phone')
    await page.setViewportSize({ width: 1280, height: 900 })
    await postPoints(
      spikelog,
      hostileTexts.flatMap((chart) => [1, 3, 2].map((value) => ({ chart, value }))),
    )
    await page
      .getByRole('article')
      .nth(hostileTexts.length - 1)
      .waitFor()
    await keepScreenshot(page, 'hostile-names')
  })

  it('of what moves for those who want no motion', async () => {
    const { page } = await useDashboard(await useLocalSpikelog(), { reducedMotion: 'reduce' })
    const durations = await page.evaluate(() =>
      [...document.querySelectorAll('*')].map((element) => {
        const { transitionDuration, animationName } = getComputedStyle(element)
        return `${transitionDuration} ${animationName}`
      }),
    )
    expect(new Set(durations)).toEqual(new Set(['0s none']))
  })
})
