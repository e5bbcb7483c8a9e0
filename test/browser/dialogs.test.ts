import type { LocalSpikelog } from '@spikelog-otel/local'
import { describe, expect, it } from 'vitest'
import { useLocalSpikelog } from '../local/support/use-local-spikelog.ts'
import { verifies } from '../requirements.ts'
import { isBrowserMissing } from './support/find-browser.ts'
import { postPoints } from './support/post-points.ts'
import { useDashboard } from './support/use-dashboard.ts'
import type { UsedPage } from './support/use-page.ts'

const start = Date.UTC(2026, 0, 5, 12)
const points = Array.from({ length: 1000 }, (_, index) => ({
  chart: 'users',
  value: Math.sin(index) * 10 ** ((index % 40) - 20),
  // In an order that is not that of time.
  timestamp: new Date(start + ((index * 387) % 1000) * 1000).toISOString(),
  tags: { n: index, even: index % 2 === 0 },
}))

async function useCharted(): Promise<{ spikelog: LocalSpikelog } & UsedPage> {
  const spikelog = await useLocalSpikelog()
  await postPoints(spikelog, points)
  return { spikelog, ...(await useDashboard(spikelog)) }
}

describe.skipIf(isBrowserMissing())(verifies('accessibility', 'a dialog'), () => {
  it.each(['Table of users', 'Embed users', 'Delete users'])(
    'keeps the focus, and gives it back: %s',
    async (name) => {
      const { page } = await useCharted()
      const opener = page.getByRole('button', { name })
      await opener.focus()
      await page.keyboard.press('Enter')
      const dialog = page.getByRole('dialog')
      await dialog.waitFor()
      const places = new Set<string>()
      for (let press = 0; press < 12; press += 1) {
        await page.keyboard.press(press < 8 ? 'Tab' : 'Shift+Tab')
        // Between the last element and the first the focus is on the browser itself.
        places.add(
          await dialog.evaluate((element) =>
            element.contains(document.activeElement)
              ? 'dialog'
              : (document.activeElement?.tagName ?? ''),
          ),
        )
      }
      places.delete('BODY')
      expect([...places]).toEqual(['dialog'])
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
      expect(await opener.evaluate((element) => element === document.activeElement)).toBe(true)
    },
  )

  it('shows every point exactly in a table, newest first', async () => {
    const { page } = await useCharted()
    await page.getByRole('button', { name: 'Table of users' }).click()
    await page.getByRole('table').waitFor()
    const rows = await page.locator('tbody tr').evaluateAll((elements) =>
      elements.map((row) => ({
        timestamp: row.querySelector('time')?.dateTime,
        value: Number(row.querySelector('.number')?.textContent),
        tags: [...row.querySelectorAll('.tag')].map(({ textContent }) => textContent),
      })),
    )
    const expected = points
      .toSorted((a, b) => b.timestamp.localeCompare(a.timestamp))
      .map(({ value, timestamp, tags }) => ({
        timestamp,
        value,
        tags: [`n: ${tags.n}`, `even: ${tags.even}`],
      }))
    expect(rows).toEqual(expected)
  })

  it('copies a snippet in the theme and range that were chosen', async () => {
    const { spikelog, page, context } = await useCharted()
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.getByRole('radio', { name: '6 h' }).check()
    await page.getByRole('button', { name: 'Embed users' }).click()
    await page.getByLabel('Theme').selectOption('Dark')
    await page.getByRole('button', { name: 'Copy Live frame (HTML)' }).click()
    await page.getByText('Copied').waitFor()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toContain(`src="${spikelog.url}/embed/users?theme=dark&#38;range=6h"`)
    const picture = page.getByRole('img', { name: 'Picture of users' })
    expect(await picture.getAttribute('src')).toBe(
      `${spikelog.url}/embed/users.svg?theme=dark&range=6h`,
    )
  })
})
