import { describe, expect, it } from 'vitest'
import { verifies } from '../requirements.ts'
import { isBrowserMissing } from './support/find-browser.ts'
import { hostileTexts } from './support/hostile-texts.ts'
import { cardOf, isBroken, useHostile } from './support/use-hostile.ts'

describe.skipIf(isBrowserMissing())(
  verifies('strictPages', 'hostile names, tags and values'),
  () => {
    it('stand as text on the dashboard, and in a table', async () => {
      const { page } = await useHostile()
      const shown = await page.locator('#charts h2').allTextContents()
      expect(shown.toSorted()).toEqual([...hostileTexts].toSorted())
      for (const [index, text] of hostileTexts.entries()) {
        await cardOf(page, text).getByRole('button', { name: 'Table' }).click()
        const dialog = page.getByRole('dialog')
        await dialog.getByRole('cell', { name: String(1000 + index), exact: true }).waitFor()
        expect(await dialog.locator('h2 bdi').textContent()).toBe(text)
        const tags = await dialog.locator('.tag').allTextContents()
        expect(tags).toContain(`${text}: ${text}`)
        await page.keyboard.press('Escape')
        await dialog.waitFor({ state: 'detached' })
      }
      expect(await isBroken(page)).toBe(false)
    })

    it('fit on a phone, and are told when refused', async () => {
      const { spikelog, page } = await useHostile(360)
      const { status } = await fetch(spikelog.endpoint, {
        method: 'POST',
        headers: { 'x-api-key': spikelog.apiKey },
        body: JSON.stringify({ chart: `one more ${'W'.repeat(190)}`, value: 1 }),
      })
      expect(status).toBe(403)
      await page.locator('#refusals li').waitFor()
      const widths = () =>
        page.evaluate(() => [document.scrollingElement?.scrollWidth ?? 0, innerWidth])
      expect(await widths()).toEqual([360, 360])
      for (const name of ['Table', 'Embed', 'Delete']) {
        await cardOf(page, 'W'.repeat(200)).getByRole('button', { name }).click()
        const box = await page.getByRole('dialog').boundingBox()
        expect(box?.x).toBeGreaterThanOrEqual(0)
        expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(360)
        const overflow = await page
          .getByRole('dialog')
          .evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)
        expect([name, overflow]).toEqual([name, 0])
        expect(await widths()).toEqual([360, 360])
        await page.keyboard.press('Escape')
      }
    })

    it('can be deleted, each of them alone', async () => {
      const { spikelog, page } = await useHostile()
      const left = new Set<string>(hostileTexts)
      for (const text of hostileTexts) {
        await cardOf(page, text).getByRole('button', { name: 'Delete' }).click()
        expect(await page.getByRole('dialog').locator('bdi').textContent()).toBe(text)
        await page.getByRole('button', { name: 'Delete chart' }).click()
        await cardOf(page, text).waitFor({ state: 'detached' })
        left.delete(text)
        expect(spikelog.charts().map(({ chart }) => chart)).toEqual([...left])
      }
      await page.getByText('Send a first point').waitFor()
    })
  },
)
