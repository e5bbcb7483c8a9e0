import type { LocalSpikelog } from '@spikelog-otel/local'
import type { Page } from 'playwright-core'
import { usePage, type PageOptions, type UsedPage } from './use-page.ts'

/** Opens the dashboard and waits until its charts are painted. */
export async function useDashboard(
  { url }: Pick<LocalSpikelog, 'url'>,
  { path = '/', ...options }: Partial<PageOptions> & { path?: string } = {},
): Promise<UsedPage> {
  const used = await usePage({ origins: [new URL(url).origin], ...options })
  await used.page.goto(url + path)
  await waitUntilPainted(used.page)
  return used
}

/** Waits until a dashboard or an embed says that it is painted. */
export async function waitUntilPainted(page: Page): Promise<void> {
  await page.waitForFunction(() => document.documentElement.dataset['painted'] === 'true')
}
