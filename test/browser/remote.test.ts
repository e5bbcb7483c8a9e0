import type { LocalSpikelog } from '@spikelog-otel/local'
import type { Browser } from 'playwright-core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { useLocalSpikelog } from '../local/support/use-local-spikelog.ts'
import { verifies } from '../requirements.ts'
import { isBrowserMissing } from './support/find-browser.ts'
import { launchBrowser } from './support/launch-browser.ts'
import { postPoints } from './support/post-points.ts'
import { waitUntilPainted } from './support/use-dashboard.ts'
import { usePage, type UsedPage } from './support/use-page.ts'

const apiKey = 'sk_only_for_staging'
const name = 'staging.test'

async function useRemoteBrowser(): Promise<Browser> {
  const rule = `--host-resolver-rules=MAP ${name} 127.0.0.1`
  const browser = await launchBrowser({ args: ['--lang=en-US', rule] })
  onTestFinished(() => browser.close())
  return browser
}

async function useStaging(
  password?: string,
): Promise<{ spikelog: LocalSpikelog; url: string } & UsedPage> {
  const spikelog = await useLocalSpikelog({ apiKey, host: '0.0.0.0' })
  const url = `http://${name}:${new URL(spikelog.url).port}`
  await postPoints(spikelog, [
    { chart: 'users', value: 41 },
    { chart: 'orders', value: 1 },
  ])
  const used = await usePage({
    origins: [url],
    browser: await useRemoteBrowser(),
    ...(password !== undefined && { httpCredentials: { username: 'me', password } }),
  })
  return { spikelog, url, ...used }
}

describe.skipIf(isBrowserMissing())(verifies('dashboard', 'a visitor of another machine'), () => {
  it('sees nothing without the key', async () => {
    const { url, page, allowTrouble } = await useStaging()
    allowTrouble(/status of 401|ERR_INVALID_AUTH_CREDENTIALS/)
    const answer = page.waitForResponse(`${url}/`)
    // Where nobody can be asked for the key, the navigation fails.
    await page.goto(url).catch(() => undefined)
    const response = await answer
    expect([response.status(), response.headers()['www-authenticate']]).toEqual([
      401,
      'Basic realm="Spikelog, the API key is the password"',
    ])
    expect(await page.getByText('users').count()).toBe(0)
  })

  it('gets a dashboard that is live and deletes once the browser has the key', async () => {
    const { spikelog, url, page, allowTrouble } = await useStaging(apiKey)
    allowTrouble(/Cross-Origin-Opener-Policy header has been ignored/)
    await page.goto(url)
    await waitUntilPainted(page)
    await postPoints(spikelog, [{ chart: 'users', value: 4711 }])
    const card = page.getByRole('article', { name: 'users' })
    await card.locator('.value').getByText('4,711').waitFor()
    await card.getByRole('button', { name: 'Table of users' }).click()
    await page.getByRole('dialog').getByRole('cell', { name: '4711' }).waitFor()
    await page.keyboard.press('Escape')
    await card.getByRole('button', { name: 'Embed users' }).click()
    expect(await page.getByRole('dialog').textContent()).toContain(`src="${url}/embed/users"`)
    await page.keyboard.press('Escape')
    await card.getByRole('button', { name: 'Delete users' }).click()
    await page.getByRole('button', { name: 'Delete chart' }).click()
    await card.waitFor({ state: 'detached' })
    expect(spikelog.charts().map(({ chart }) => chart)).toEqual(['orders'])
  })

  it('sees embeds without the key', async () => {
    const { spikelog, url, page } = await useStaging()
    await page.goto(`${url}/embed/users`)
    await page.locator('.value').getByText('41').waitFor()
    await postPoints(spikelog, [{ chart: 'users', value: 4711 }])
    const shown = page.locator('.value')
    await shown.getByText('4,711').waitFor()
    expect(await shown.textContent()).toBe('4,711')
  })
})
