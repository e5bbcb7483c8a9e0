import type { LocalSpikelog } from '@spikelog-otel/local'
import { describe, expect, it } from 'vitest'
import { useLocalSpikelog } from '../local/support/use-local-spikelog.ts'
import { verifies } from '../requirements.ts'
import { isBrowserMissing } from './support/find-browser.ts'
import { postPoints } from './support/post-points.ts'
import { usePage, type UsedPage } from './support/use-page.ts'
import { useSite } from './support/use-site.ts'

const users = { chart: 'users', value: 4711 }

async function useSiteBeside(spikelog: LocalSpikelog, body = ''): Promise<UsedPage> {
  const site = await useSite(body)
  const used = await usePage({ origins: [spikelog.url, site] })
  await used.page.goto(site)
  return used
}

async function useCharted(): Promise<LocalSpikelog> {
  const spikelog = await useLocalSpikelog()
  await postPoints(spikelog, [users])
  return spikelog
}

describe.skipIf(isBrowserMissing())(verifies('crossOrigin', 'a page of another site'), () => {
  it('frames an embed, not the dashboard', async () => {
    const spikelog = await useCharted()
    const { page, allowTrouble } = await useSiteBeside(spikelog)
    allowTrouble(/frame-ancestors|X-Frame-Options|ERR_BLOCKED_BY_RESPONSE/i)
    const embed = `<iframe src="${spikelog.url}/embed/users"></iframe>`
    await page.setContent(`<iframe name="top" src="${spikelog.url}/"></iframe>${embed}`)
    await page.frameLocator('iframe >> nth=1').getByText('4,711').first().waitFor()
    const dashboard = page.frameLocator('iframe >> nth=0')
    expect(await dashboard.locator('body').textContent()).not.toContain('charts used')
    expect(await dashboard.locator('#charts').count()).toBe(0)
  })

  it('can neither delete nor post, however it asks', async () => {
    const spikelog = await useCharted()
    const { page, allowTrouble } = await useSiteBeside(spikelog)
    allowTrouble(/CORS policy|ERR_FAILED|status of 401/)
    const attempt = async ([url, endpoint]: readonly [string, string]) => {
      const body = JSON.stringify({ chart: 'users', value: 1 })
      const attempts: [string, RequestInit][] = [
        [`${url}/api/v1/charts/users`, { method: 'DELETE' }],
        [`${url}/api/v1/charts/users`, { method: 'DELETE', mode: 'no-cors' }],
        [endpoint, { method: 'POST', body }],
        [endpoint, { method: 'POST', body, mode: 'no-cors' }],
        [endpoint, { method: 'POST', body, headers: { 'X-API-Key': 'sk_local' } }],
        [endpoint, { method: 'POST', body, mode: 'no-cors', credentials: 'include' }],
      ]
      const results = await Promise.all(
        attempts.map(([address, init]) =>
          fetch(address, init).then(
            ({ type }) => type,
            () => 'refused',
          ),
        ),
      )
      navigator.sendBeacon(endpoint, body)
      return results
    }
    const outcomes = await page.evaluate(attempt, [spikelog.url, spikelog.endpoint] as const)
    expect(outcomes).toEqual(['refused', 'refused', 'refused', 'opaque', 'refused', 'opaque'])
    // A form is the one way to post without asking first. It has no key.
    const answer = page.waitForResponse(spikelog.endpoint)
    await page.setContent(
      `<form method="post" enctype="text/plain" action="${spikelog.endpoint}">
        <input name='{"chart":"users","value":1,"x":"' value='"}'><button>Send</button></form>`,
    )
    await page.getByRole('button').click()
    expect((await answer).status()).toBe(401)
    expect(spikelog.points('users')).toMatchObject([{ value: 4711 }])
  })

  it('reads neither charts nor points, events or tokens', async () => {
    const spikelog = await useCharted()
    const { page, allowTrouble } = await useSiteBeside(spikelog)
    allowTrouble(/CORS policy|ERR_FAILED|ERR_BLOCKED_BY|status of 40[13]|\/events/)
    const outcomes = await page.evaluate(async (url) => {
      const read = (path: string, init?: RequestInit): Promise<string> =>
        fetch(url + path, init).then(
          (response) => response.text(),
          () => 'refused',
        )
      const listen = (withCredentials: boolean): Promise<string> =>
        new Promise((resolve) => {
          const events = new EventSource(`${url}/events`, { withCredentials })
          const end = (outcome: string): void => {
            events.close()
            resolve(outcome)
          }
          events.addEventListener('sync', ({ data }) => end(String(data)))
          events.addEventListener('error', () => end('refused'))
        })
      return {
        charts: await read('/api/v1/charts'),
        points: await read('/api/v1/charts/users/points'),
        csv: await read('/api/v1/charts/users/points.csv'),
        opaque: await read('/api/v1/charts/users/points', { mode: 'no-cors' }),
        dashboard: await read('/'),
        embed: await read('/embed/users'),
        picture: await read('/embed/users.svg'),
        events: [await listen(true), await listen(false)],
        // Meant to be read by scripts of embeds, which show a token.
        embedPoints: JSON.parse(await read('/embed/users/points')).error,
      }
    }, spikelog.url)
    expect(outcomes).toEqual({
      charts: 'refused',
      points: 'refused',
      csv: 'refused',
      opaque: '',
      dashboard: 'refused',
      embed: 'refused',
      picture: 'refused',
      events: ['refused', 'refused'],
      embedPoints: 'invalid_token',
    })
  })

  it('opens the dashboard without getting hold of its window', async () => {
    const spikelog = await useCharted()
    const { page, context } = await useSiteBeside(spikelog)
    const opened = context.waitForEvent('page')
    await page.evaluate((url) => {
      Object.assign(globalThis, { opened: open(url) })
    }, spikelog.url)
    const dashboard = await opened
    await dashboard.getByRole('article', { name: 'users' }).waitFor()
    expect(await dashboard.evaluate(() => opener)).toBeNull()
    expect(
      await page.evaluate(() => (globalThis as unknown as { opened: Window }).opened.closed),
    ).toBe(true)
  })
})
