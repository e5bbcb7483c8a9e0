import type { Page } from 'playwright-core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { useLocalSpikelog } from '../local/support/use-local-spikelog.ts'
import { verifies } from '../requirements.ts'
import { isBrowserMissing } from './support/find-browser.ts'
import { launchBrowser, type BrowserSurroundings } from './support/launch-browser.ts'
import { postPoints } from './support/post-points.ts'
import { waitUntilPainted } from './support/use-dashboard.ts'
import { usePage } from './support/use-page.ts'

const surroundings: [string, BrowserSurroundings, string][] = [
  ['in German', { args: ['--lang=de-DE', '--accept-lang=de-DE'] }, 'de-DE'],
  ['under the POSIX locale', { args: [], environment: { LANG: 'C', LC_ALL: 'C' } }, 'en-US'],
]

async function expectDrawn(page: Page, url: string): Promise<void> {
  for (const path of ['/', '/embed/users']) {
    await page.goto(url + path)
    await waitUntilPainted(page)
    // Numbers look the same everywhere.
    expect(await page.locator('.value').textContent()).toBe('1,234,567')
    expect(await page.locator('body').textContent()).toMatch(/Min\s*0\.5/)
  }
}

describe.skipIf(isBrowserMissing())(verifies('dashboard', 'a browser'), () => {
  it.each(surroundings)('%s draws dashboard and embed', async (_where, options, language) => {
    const { url, apiKey } = await useLocalSpikelog()
    await postPoints({ url, apiKey }, [
      { chart: 'users', value: 0.5 },
      { chart: 'users', value: 1_234_567 },
    ])
    const browser = await launchBrowser(options)
    onTestFinished(() => browser.close())
    const { page } = await usePage({
      origins: [url],
      browser,
      // Not all systems have their Intl follow the command line.
      ...(language === 'de-DE' && { locale: language }),
    })
    await expectDrawn(page, url)
    expect(await page.evaluate(() => navigator.language)).toBe(language)
  })

  // As some builds of Chromium say under the POSIX locale.
  it.each(['en-US@posix', 'C', ''])('draws them when its language is %j', async (language) => {
    const { url, apiKey } = await useLocalSpikelog()
    await postPoints({ url, apiKey }, [
      { chart: 'users', value: 0.5 },
      { chart: 'users', value: 1_234_567 },
    ])
    const { page, context } = await usePage({ origins: [url] })
    await context.addInitScript((value) => {
      Object.defineProperty(Navigator.prototype, 'language', {
        get: () => value,
        configurable: true,
      })
    }, language)
    await expectDrawn(page, url)
  })
})
