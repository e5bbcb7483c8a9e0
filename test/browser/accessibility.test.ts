import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { postPoint } from '../local/support/post-point.ts'
import { toContrast } from '../local/support/to-contrast.ts'
import { useLocalSpikelog } from '../local/support/use-local-spikelog.ts'
import { verifies } from '../requirements.ts'
import { expectAccessible } from './support/expect-accessible.ts'
import { isBrowserMissing } from './support/find-browser.ts'
import { postPoints } from './support/post-points.ts'
import { useDashboard, waitUntilPainted } from './support/use-dashboard.ts'

const values = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5]
const points = ['users', 'orders'].flatMap((chart) =>
  values.map((value) => ({ chart, value, tags: { env: 'production', region: 'eu' } })),
)

/** A colour of the style sheet, in the theme in force, as `#rrggbb`. */
function readColor(page: Page, name: string): Promise<string> {
  return page.evaluate((property) => {
    const probe = document.createElement('i')
    probe.style.color = `var(${property})`
    document.body.append(probe)
    const { color } = getComputedStyle(probe)
    probe.remove()
    const [red = 0, green = 0, blue = 0] = (color.match(/\d+/g) ?? []).map(Number)
    return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`
  }, name)
}

describe.skipIf(isBrowserMissing()).each(['light', 'dark'] as const)(
  verifies('accessibility', 'in %s, axe finds nothing on'),
  (colorScheme) => {
    it('the dashboard with charts and refusals, and each of its dialogs', async () => {
      const spikelog = await useLocalSpikelog({ limits: { maxCharts: 2 } })
      await postPoints(spikelog, points)
      for (const chart of ['third', 'fourth', 'fifth'])
        await postPoint(spikelog, { chart, value: 1 })
      const { page } = await useDashboard(spikelog, { colorScheme })
      await page.getByText('More refusals').click()
      await expectAccessible(page)
      for (const dialog of ['Table of users', 'Embed users', 'Delete users']) {
        await page.getByRole('button', { name: dialog }).click()
        if (dialog === 'Table of users') await page.getByRole('table').waitFor()
        await expectAccessible(page)
        await page.keyboard.press('Escape')
      }
    })

    it('the empty dashboard, one whose connection is lost, and a phone', async () => {
      const spikelog = await useLocalSpikelog()
      const viewport = { width: 390, height: 844 }
      const { page, allowTrouble } = await useDashboard(spikelog, { colorScheme, viewport })
      await expectAccessible(page)
      await postPoints(spikelog, points)
      await page.getByRole('article', { name: 'users' }).waitFor()
      await expectAccessible(page)
      allowTrouble(/\/events/)
      await spikelog.close()
      await page.getByText('Reconnecting…').waitFor()
      await expectAccessible(page)
    })

    it('an embed, also of a chart that is not there yet', async () => {
      const spikelog = await useLocalSpikelog()
      await postPoints(spikelog, points)
      const path = '/embed/users'
      const { page, allowTrouble } = await useDashboard(spikelog, { colorScheme, path })
      await expectAccessible(page)
      await page.goto(`${spikelog.url}${path}?theme=${colorScheme === 'light' ? 'dark' : 'light'}`)
      await waitUntilPainted(page)
      await expectAccessible(page)
      allowTrouble(/status of 404/)
      await page.goto(`${spikelog.url}/embed/none`)
      await page.getByText('No points yet').waitFor()
      await expectAccessible(page)
    })

    it('the colours of the canvas: labels are read, the line is seen', async () => {
      const spikelog = await useLocalSpikelog()
      await postPoints(spikelog, points)
      const { page } = await useDashboard(spikelog, { colorScheme })
      const surface = await readColor(page, '--surface')
      const contrast = async (name: string): Promise<number> =>
        toContrast(await readColor(page, name), surface)
      expect(surface).toBe(colorScheme === 'light' ? '#ffffff' : surface)
      expect(await contrast('--plot-label')).toBeGreaterThanOrEqual(4.5)
      expect(await contrast('--plot-line')).toBeGreaterThanOrEqual(3)
      expect(await contrast('--accent')).toBeGreaterThanOrEqual(3)
      // Texts that axe does not see while they are hidden.
      for (const name of ['--muted', '--text', '--good', '--warn', '--bad']) {
        expect([name, (await contrast(name)) >= 4.5]).toEqual([name, true])
      }
    })
  },
)
