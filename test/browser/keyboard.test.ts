import type { LocalSpikelog } from '@spikelog-otel/local'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { useLocalSpikelog } from '../local/support/use-local-spikelog.ts'
import { verifies } from '../requirements.ts'
import { isBrowserMissing } from './support/find-browser.ts'
import { postPoints } from './support/post-points.ts'
import { readPoints, readValues } from './support/read-points.ts'
import { useDashboard } from './support/use-dashboard.ts'

const count = 150
/** Two charts, of whose points some have the same time and some come late. */
const points = Array.from({ length: count }, (_, index) => ({
  value: (index * 7919) % 1000,
  timestamp: new Date(
    Date.UTC(2026, 0, 5, 12) + Math.floor(((index * 37) % count) / 2) * 60_000,
  ).toISOString(),
})).flatMap(({ value, timestamp }) => [
  { chart: 'users', value, timestamp },
  { chart: 'orders', value, timestamp },
])

async function useKeyboard(): Promise<{ spikelog: LocalSpikelog; page: Page }> {
  const spikelog = await useLocalSpikelog()
  await postPoints(spikelog, points)
  const { page } = await useDashboard(spikelog, { timezoneId: 'Europe/Berlin' })
  return { spikelog, page }
}

const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement
    if (!(element instanceof HTMLElement)) throw new Error('nothing has the focus')
    const shown =
      element instanceof HTMLInputElement ? (element.nextElementSibling ?? element) : element
    const { outlineStyle, outlineWidth } = getComputedStyle(shown)
    const label =
      element.getAttribute('aria-label') ??
      element.closest('label, summary, a, button')?.textContent
    return {
      label: label ?? element.tagName,
      hasRing: outlineStyle !== 'none' && outlineWidth !== '0px',
    }
  })

/** Presses Tab until the focus leaves the page, and tells where it was. */
async function tabThrough(page: Page, most = 60): Promise<string[]> {
  const labels: string[] = []
  while (labels.length < most) {
    await page.keyboard.press('Tab')
    const { label, hasRing } = await focused(page)
    if (label === 'BODY' || label === labels[0]) break
    expect([label, hasRing]).toEqual([label, true])
    labels.push(label)
  }
  return labels
}

const controls = (chart: string) => [
  `Points of ${chart}`,
  `Table of ${chart}`,
  `Embed ${chart}`,
  `CSV of ${chart}`,
  `JSON of ${chart}`,
  `Delete ${chart}`,
]

describe.skipIf(isBrowserMissing())(verifies('accessibility', 'by keyboard alone'), () => {
  it('Tab reaches every control, each with a ring to be seen', async () => {
    const { page } = await useKeyboard()
    expect(await tabThrough(page)).toEqual(['All', ...controls('orders'), ...controls('users')])
  })

  it('Tab reaches the ways to send a first point', async () => {
    const { page } = await useDashboard(await useLocalSpikelog())
    const labels = await tabThrough(page)
    for (const title of ['curl', 'fetch', 'OpenTelemetry: set up']) {
      expect(labels).toContain(`Copy ${title}`)
    }
  })

  it('arrows choose the time range, which stays in the address', async () => {
    const { page } = await useKeyboard()
    await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowLeft')
    expect((await focused(page)).label).toBe('3 d')
    expect(new URL(page.url()).search).toBe('?range=3d')
    await page.getByText('Nothing in this range').first().waitFor()
    await page.reload()
    expect(await page.getByRole('radio', { name: '3 d' }).isChecked()).toBe(true)
  })

  it('every point is reached, in the order of time, with its value and moment', async () => {
    const { spikelog, page } = await useKeyboard()
    const kept = spikelog.points('users')
    const inTime = kept.toSorted((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp))
    expect(await readValues(page, 'users')).toEqual(inTime.map(({ value }) => value))
    const texts = await readPoints(page, 'users')
    expect(texts[0]).toMatch(/ at Jan 5, (2026, )?13:00:00$/)
    expect(texts.at(-1)).toMatch(/ at Jan 5, (2026, )?14:14:00$/)
  })

  it('keys move one cursor on all charts, and Escape leaves it', async () => {
    const { spikelog, page } = await useKeyboard()
    const [users, orders] = ['users', 'orders'].map((name) => page.getByRole('slider', { name }))
    if (!users || !orders) throw new Error('no sliders')
    const at = async (slider: typeof users): Promise<number> => {
      // What a key asks for is drawn at the next frame.
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
      return Number(await slider.getAttribute('aria-valuenow'))
    }
    await users.focus()
    expect([await at(users), spikelog.points('users').length]).toEqual([count, count])
    for (const [key, now] of [
      ['Home', 1],
      ['ArrowRight', 2],
      ['ArrowUp', 3],
      ['PageUp', 13],
      ['ArrowLeft', 12],
      ['ArrowDown', 11],
      ['PageDown', 1],
      ['ArrowLeft', 1],
      ['End', count],
      ['ArrowRight', count],
      ['PageDown', count - 10],
    ] as const) {
      await page.keyboard.press(key)
      expect([key, await at(users), await at(orders)]).toEqual([key, now, now])
    }
    const moments = page.locator('.moment')
    expect(await moments.first().textContent()).toMatch(/Jan 5/)
    expect(await moments.nth(1).textContent()).toBe(await moments.first().textContent())
    expect(await page.locator('.cursor-line:visible').count()).toBe(2)
    await page.keyboard.press('Escape')
    expect(await at(orders)).toBe(count)
    expect(await page.locator('.cursor-line:visible').count()).toBe(0)
    // The pointer moves the same cursor.
    const box = await users.boundingBox()
    await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + 60)
    await page.locator('.cursor-line:visible').nth(1).waitFor()
    expect(Math.abs((await at(orders)) - count / 2)).toBeLessThan(20)
    expect(await at(orders)).toBe(await at(users))
  })
})
