import { describe, expect, it } from 'vitest'
import { toChartUrl } from '../../packages/local/src/view/chart-url.ts'
import { verifies } from '../requirements.ts'
import { isBrowserMissing } from './support/find-browser.ts'
import { hostileTexts } from './support/hostile-texts.ts'
import { waitUntilPainted } from './support/use-dashboard.ts'
import { cardOf, isBroken, useHostile } from './support/use-hostile.ts'
import { usePage } from './support/use-page.ts'
import { useSite } from './support/use-site.ts'

describe.skipIf(isBrowserMissing())(verifies('strictPages', 'hostile names elsewhere'), () => {
  it('stay what they are in snippets, whose frames and pictures show the right chart', async () => {
    const { spikelog, page } = await useHostile()
    const snippets: { frame: string; picture: string }[] = []
    for (const text of hostileTexts) {
      await cardOf(page, text).getByRole('button', { name: 'Embed' }).click()
      const codes = page.getByRole('dialog').locator('code')
      const [frame = '', , picture = ''] = await codes.allTextContents()
      snippets.push({ frame, picture })
      await page.keyboard.press('Escape')
    }
    const site = await useSite(snippets.flatMap(({ frame, picture }) => [frame, picture]).join(''))
    const { page: other } = await usePage({
      origins: [spikelog.url, site],
      viewport: { width: 1600, height: 3600 },
    })
    await other.goto(site)
    const children = await other.evaluate(() =>
      [...document.body.children].map(({ tagName, attributes }) =>
        [tagName, ...[...attributes].map(({ name }) => name)].join(' '),
      ),
    )
    const tags = ['IFRAME src title sandbox loading width height style', 'IMG src alt']
    expect(children).toEqual(hostileTexts.flatMap(() => tags))
    for (const [index, text] of hostileTexts.entries()) {
      const frame = other.locator('iframe').nth(index)
      await frame.scrollIntoViewIfNeeded()
      const content = frame.contentFrame()
      await content
        .locator('.value')
        .getByText((2000 + index).toLocaleString('en-US'))
        .waitFor()
      expect(await content.locator('h1').textContent()).toBe(text)
      const picture = other.locator('img').nth(index)
      expect(await picture.getAttribute('alt')).toBe(text)
      expect(await picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(640)
    }
    expect(await isBroken(other)).toBe(false)
  })

  it('are text in embed, picture and badge opened on their own', async () => {
    const { spikelog, page } = await useHostile()
    for (const [index, text] of hostileTexts.entries()) {
      const value = (2000 + index).toLocaleString('en-US')
      await page.goto(spikelog.url + toChartUrl('embed', text))
      await waitUntilPainted(page)
      expect([await page.title(), await page.locator('.value').textContent()]).toEqual([
        text.trim(),
        value,
      ])
      for (const target of ['svg', 'badge'] as const) {
        const response = await page.goto(spikelog.url + toChartUrl(target, text))
        expect(response?.status()).toBe(200)
        expect(await page.locator('svg').first().textContent()).toContain(value)
        expect(await page.locator('script, image, foreignObject, a').count()).toBe(0)
      }
      expect(await isBroken(page)).toBe(false)
    }
  })
})
