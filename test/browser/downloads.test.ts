import { readFileSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { useLocalSpikelog } from '../local/support/use-local-spikelog.ts'
import { readCsv } from '../support/read-csv.ts'
import { verifies } from '../requirements.ts'
import { isBrowserMissing } from './support/find-browser.ts'
import { hostileTexts } from './support/hostile-texts.ts'
import { postPoints } from './support/post-points.ts'
import { useDashboard } from './support/use-dashboard.ts'

const charts = ['users', ...hostileTexts]
const values = [0.1 + 0.2, -0, 1e-300, 1.797_693_134_862_315_7e308, 123_456_789.123_456_79, 42]

/** What a link saves, under a name that every file system takes. */
async function save(page: Page, link: Locator): Promise<{ text: string; stem: string }> {
  const downloading = page.waitForEvent('download')
  await link.click()
  const download = await downloading
  const name = download.suggestedFilename()
  expect(name).toMatch(/^[^./\\:*?"<>|\p{Cc}\p{Cf}][^/\\:*?"<>|\p{Cc}]*\.(csv|json)$/u)
  const text = readFileSync(await download.path(), 'utf8')
  return { text, stem: name.replace(/\.(csv|json)$/, '') }
}

describe.skipIf(isBrowserMissing())(verifies('dashboard', 'the links of a card'), () => {
  it('save exactly what the chart has', async () => {
    const spikelog = await useLocalSpikelog({ limits: { maxCharts: charts.length } })
    const sent = charts.flatMap((chart) =>
      values.map((value) => ({ chart, value, tags: { '=1+1': chart } })),
    )
    await postPoints(spikelog, sent)
    const { page } = await useDashboard(spikelog)
    for (const [index, card] of (await page.getByRole('article').all()).entries()) {
      // Chromium saves ten files a page in a row.
      if (index % 5 === 4) await page.reload()
      const chart = (await card.getAttribute('data-chart')) ?? ''
      const points = spikelog.points(chart)
      const json = await save(page, card.getByText('JSON', { exact: true }))
      expect(JSON.parse(json.text)).toEqual(JSON.parse(JSON.stringify({ chart, points })))
      const csv = await save(page, card.getByText('CSV', { exact: true }))
      const [head = [], ...rows] = readCsv(csv.text)
      expect(csv.stem).toBe(json.stem)
      const column = head.indexOf('value')
      expect(rows.map((row) => Number(row[column]))).toEqual(values.map((value) => value + 0))
    }
  })
})
