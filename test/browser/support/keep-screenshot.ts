import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'

const folder = fileURLToPath(new URL('../../output/screenshots', import.meta.url))

/** Where a picture is kept. */
export function screenshotPath(name: string): string {
  return `${folder}/${name}.png`
}

/** Keeps a picture of the page as test output. */
export async function keepScreenshot(page: Page, name: string, fullPage = true): Promise<void> {
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: screenshotPath(name), fullPage, animations: 'disabled' })
}
