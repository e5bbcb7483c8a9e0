import { describe, expect, it } from 'vitest'
import { isMissing, runCommand } from '../local/support/run-command.ts'
import { useLocalSpikelog } from '../local/support/use-local-spikelog.ts'
import { verifies } from '../requirements.ts'
import { watchPixels } from './support/canvas.ts'
import { isBrowserMissing } from './support/find-browser.ts'
import { postPoints } from './support/post-points.ts'
import { useDashboard } from './support/use-dashboard.ts'

const post = (chart: string, value: number) => ({ chart, value })

describe.skipIf(isBrowserMissing())(verifies('live', 'an open dashboard'), () => {
  it.skipIf(isMissing('curl'))(
    'draws a point within a second of curl’s end, without a reload',
    async () => {
      const spikelog = await useLocalSpikelog()
      await postPoints(spikelog, [post('users', 1), post('users', 2), post('orders', 1)])
      const { page } = await useDashboard(spikelog)
      const loadedAt = await page.evaluate(() => performance.timeOrigin)
      const card = page.getByRole('article', { name: 'users' })
      const delays: number[] = []
      for (const value of [43, 7, 12_345, -6, 0]) {
        const drawn = await watchPixels(card.locator('canvas'))
        const body = JSON.stringify(post('users', value))
        const args = ['-sS', spikelog.endpoint, '-H', `X-API-Key: ${spikelog.apiKey}`, '-d', body]
        const { stdout } = await runCommand('curl', args)
        const endedAt = Date.now()
        expect(stdout).toContain('"accepted":true')
        delays.push((await drawn()) - endedAt)
        expect(await card.locator('.value').textContent()).toBe(value.toLocaleString('en-US'))
      }
      console.log(`drawn ${delays.join(', ')} ms after curl’s end`)
      expect(Math.max(...delays)).toBeLessThan(1000)
      expect(await page.evaluate(() => performance.timeOrigin)).toBe(loadedAt)
    },
  )

  it('shows a chart by itself with its first point, in the order of names', async () => {
    const spikelog = await useLocalSpikelog()
    const { page } = await useDashboard(spikelog)
    const names = page.locator('#charts h2')
    await page.getByRole('heading', { name: 'Send a first point' }).waitFor()
    for (const [chart, order] of [
      ['cpu 10', ['cpu 10']],
      ['cpu 2', ['cpu 2', 'cpu 10']],
      ['Disk', ['cpu 2', 'cpu 10', 'Disk']],
    ] as const) {
      await postPoints(spikelog, [post(chart, 1)])
      await names.nth(order.length - 1).waitFor()
      expect(await names.allTextContents()).toEqual(order)
    }
    expect(await page.locator('#empty').isVisible()).toBe(false)
    expect(await page.locator('#quota-text').textContent()).toBe('3 of 10 charts used')
  })

  it('loses a chart that is deleted in another tab', async () => {
    const spikelog = await useLocalSpikelog()
    await postPoints(spikelog, [post('users', 1), post('orders', 1)])
    const { page: watching, context } = await useDashboard(spikelog)
    const deleting = await context.newPage()
    await deleting.goto(spikelog.url)
    await deleting.getByRole('button', { name: 'Delete users' }).click()
    await deleting.getByRole('button', { name: 'Delete chart' }).click()
    await watching.getByRole('article', { name: 'users' }).waitFor({ state: 'detached' })
    await watching.getByText('1 of 10 charts used').waitFor()
    expect(await watching.getByRole('article').count()).toBe(1)
    expect(spikelog.charts().map(({ chart }) => chart)).toEqual(['orders'])
  })
})
