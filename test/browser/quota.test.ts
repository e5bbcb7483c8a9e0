import type { LocalSpikelog } from '@spikelog-otel/local'
import { describe, expect, it } from 'vitest'
import { postPoint } from '../local/support/post-point.ts'
import { useLocalSpikelog } from '../local/support/use-local-spikelog.ts'
import { verifies } from '../requirements.ts'
import { isBrowserMissing } from './support/find-browser.ts'
import { postPoints } from './support/post-points.ts'
import { useDashboard } from './support/use-dashboard.ts'
import type { UsedPage } from './support/use-page.ts'

async function useFull(): Promise<{ spikelog: LocalSpikelog } & UsedPage> {
  const spikelog = await useLocalSpikelog()
  const charts = Array.from({ length: 10 }, (_, index) => ({ chart: `chart ${index}`, value: 1 }))
  await postPoints(spikelog, charts)
  return { spikelog, ...(await useDashboard(spikelog)) }
}

const names = (spikelog: LocalSpikelog) => spikelog.charts().map(({ chart }) => chart)

describe.skipIf(isBrowserMissing())(verifies('dashboard', 'a full account'), () => {
  it('says that all charts are used, and which one was refused, how often and when', async () => {
    const { spikelog, page } = await useFull()
    const meter = page.getByRole('meter', { name: 'Charts used' })
    expect(await page.locator('#quota-text').textContent()).toBe('10 of 10 charts used')
    expect(await meter.getAttribute('aria-valuenow')).toBe('10')
    expect(await page.locator('#refusals').isVisible()).toBe(false)

    expect((await postPoint(spikelog, { chart: 'eleventh', value: 1 })).status).toBe(403)
    const refused = page.locator('#refusals li')
    await refused.filter({ hasText: 'once' }).waitFor()
    const before = Date.now()
    await postPoint(spikelog, { chart: 'eleventh', value: 2 })
    await refused.filter({ hasText: '2 times' }).waitFor()
    const text = (await refused.textContent()) ?? ''
    expect(text).toMatch(/^eleventh was refused: all 10 charts are in use · 2 times, last /)
    const [, hours = '', minutes = '', seconds = ''] = /(\d\d):(\d\d):(\d\d)/.exec(text) ?? []
    const said = new Date(before).setHours(Number(hours), Number(minutes), Number(seconds), 0)
    expect(Math.abs(said - before)).toBeLessThan(5000)
    expect(await page.getByRole('article').count()).toBe(10)
  })

  it('keeps a chart whose deletion is not confirmed', async () => {
    const { spikelog, page } = await useFull()
    for (const leave of [
      () => page.getByRole('button', { name: 'Keep it' }).click(),
      () => page.getByRole('button', { name: 'Close' }).click(),
      () => page.keyboard.press('Escape'),
      () => page.mouse.click(5, 5),
    ]) {
      await page.getByRole('button', { name: 'Delete chart 3' }).click()
      const dialog = page.getByRole('dialog', { name: 'Delete chart 3' })
      await dialog.waitFor()
      await leave()
      await dialog.waitFor({ state: 'detached' })
    }
    expect(names(spikelog)).toHaveLength(10)
    expect(await page.getByRole('article').count()).toBe(10)
  })

  it('has room for the eleventh chart once one was deleted', async () => {
    const { spikelog, page } = await useFull()
    await page.getByRole('button', { name: 'Delete chart 3' }).click()
    await page.getByRole('button', { name: 'Delete chart', exact: true }).click()
    await page.getByText('9 of 10 charts used').waitFor()
    expect(await page.getByRole('article', { name: 'chart 3' }).count()).toBe(0)
    expect(names(spikelog)).not.toContain('chart 3')
    expect((await postPoint(spikelog, { chart: 'eleventh', value: 1 })).status).toBe(200)
    await page.getByRole('article', { name: 'eleventh' }).waitFor()
    await page.getByText('10 of 10 charts used').waitFor()
    expect(await page.locator('#announcement').textContent()).toBe('chart 3 was deleted')
  })

  it('is told why a chart could not be deleted', async () => {
    const { spikelog, page, allowTrouble } = await useFull()
    allowTrouble(/status of 418/)
    await page.route('**/api/v1/charts/*', (route) => route.fulfill({ status: 418, body: '{}' }))
    await page.getByRole('button', { name: 'Delete chart 3' }).click()
    const confirm = page.getByRole('button', { name: 'Delete chart', exact: true })
    await confirm.click()
    await page.getByRole('alert').filter({ hasText: 'the server answered 418' }).waitFor()
    expect(await confirm.isEnabled()).toBe(true)
    expect(names(spikelog)).toHaveLength(10)
  })
})
