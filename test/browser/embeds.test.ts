import type { LocalSpikelog } from '@spikelog-otel/local'
import type { Frame, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { useLocalSpikelog } from '../local/support/use-local-spikelog.ts'
import { verifies } from '../requirements.ts'
import { isBrowserMissing } from './support/find-browser.ts'
import { lostConnection } from './support/lost-connection.ts'
import { postPoints } from './support/post-points.ts'
import { usePage, type UsedPage } from './support/use-page.ts'
import { useSite } from './support/use-site.ts'

const names = Array.from({ length: 10 }, (_, index) => `chart ${index}`)
const looks = ['', '?theme=dark&range=1h', '?theme=light', '?range=3d', '?theme=none&range=1x']

/** Twenty frames, two of each chart, in a sandbox and without one, and pictures beside them. */
function toBody(url: string): string {
  const frames = [...names, ...names].map((name, index) => {
    const sandbox = index < 10 || index % 3 === 0 ? ' sandbox="allow-scripts"' : ''
    const src = `${url}/embed/${encodeURIComponent(name)}${looks[index % looks.length]}`
    return `<iframe src="${src}"${sandbox} width="300" height="150"></iframe>`
  })
  return frames.join('')
}

async function useSiteWithEmbeds(
  spikelog: LocalSpikelog,
  headers: Record<string, string> = {},
): Promise<UsedPage> {
  const site = await useSite(toBody(spikelog.url), headers)
  const used = await usePage({
    origins: [spikelog.url, site],
    // All of it is seen: browsers stop the frames of what is not.
    viewport: { width: 1600, height: 900 },
  })
  await used.page.goto(site)
  return used
}

const embeds = (page: Page): Frame[] =>
  page.frames().filter((frame) => frame.url().includes('/embed/'))

async function expectAll(page: Page, values: readonly number[]): Promise<void> {
  expect(embeds(page)).toHaveLength(20)
  await Promise.all(
    embeds(page).map(async (frame) => {
      const index = names.indexOf(decodeURIComponent(new URL(frame.url()).pathname.slice(7)))
      await frame.locator('.value').getByText(String(values[index]), { exact: true }).waitFor()
      expect(await frame.locator('h1').textContent()).toBe(names[index])
    }),
  )
}

const postAll = async (spikelog: LocalSpikelog, start: number): Promise<number[]> => {
  const values = names.map((_, index) => start + index)
  await postPoints(
    spikelog,
    names.map((chart, index) => ({ chart, value: start + index })),
  )
  return values
}

describe.skipIf(isBrowserMissing())(verifies('embeds', 'twenty embeds on another site'), () => {
  it('are all live, and get points only when there are new ones', async () => {
    const spikelog = await useLocalSpikelog()
    await postAll(spikelog, 10)
    const polls: number[] = []
    const { page, context } = await useSiteWithEmbeds(spikelog)
    context.on('response', (response) => {
      if (response.url().endsWith('/points')) polls.push(response.status())
    })
    for (const start of [20, 300]) await expectAll(page, await postAll(spikelog, start))
    // A round of polls in which nothing is new, after those under way.
    const before = polls.length
    await expect.poll(() => polls.length - before, { timeout: 10_000 }).toBeGreaterThan(30)
    const last = polls.slice(-20)
    expect(last.filter((status) => status === 304)).toHaveLength(last.length)
  })

  it('survive a restart of the server, whose tokens are others', async () => {
    const before = await useLocalSpikelog()
    await postAll(before, 10)
    const { page, allowTrouble } = await useSiteWithEmbeds(before)
    await expectAll(
      page,
      names.map((_, index) => 10 + index),
    )
    allowTrouble(lostConnection, /status of 403 .*\/points/, /status of 404 .*\/points/)
    allowTrouble(/failed: .*\/points/)
    await before.close()
    const after = await useLocalSpikelog({ port: Number(new URL(before.url).port) })
    const values = await postAll(after, 700)
    await expect
      .poll(async () => (await readAll(page)).join(), { timeout: 25_000, interval: 300 })
      .toBe([...values, ...values].join())
  })

  it('work on a page that is isolated from other origins', async () => {
    const spikelog = await useLocalSpikelog()
    const values = await postAll(spikelog, 10)
    const { page } = await useSiteWithEmbeds(spikelog, {
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-opener-policy': 'same-origin',
    })
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
    await expectAll(page, values)
  })
})

/** What the embeds show, in their order on the page. */
async function readAll(page: Page): Promise<(string | null)[]> {
  return Promise.all(
    embeds(page).map((frame) =>
      frame
        .locator('.value')
        .textContent({ timeout: 2000 })
        .catch(() => ''),
    ),
  )
}

describe.skipIf(isBrowserMissing())(verifies('embeds', 'pictures on another site'), () => {
  it('are those of the moment when they are loaded', async () => {
    const spikelog = await useLocalSpikelog()
    await postAll(spikelog, 10)
    const paths = ['embed/chart%200.svg', 'embed/chart%201.svg?theme=dark', 'badge/chart%202.svg']
    const pictures = paths.map((path) => `<img src="${spikelog.url}/${path}" alt="">`)
    const site = await useSite(pictures.join(''), {
      'cross-origin-embedder-policy': 'require-corp',
    })
    const { page } = await usePage({ origins: [spikelog.url, site] })
    const shots: string[] = []
    for (const start of [20, 300]) {
      await postAll(spikelog, start)
      await page.goto(site)
      for (const picture of await page.locator('img').all()) {
        expect(
          await picture.evaluate((element) => (element as HTMLImageElement).naturalWidth),
        ).toBeGreaterThan(50)
        shots.push((await picture.screenshot()).toString('base64'))
      }
    }
    // Each of them became another one.
    expect(new Set(shots).size).toBe(6)
  })
})
