import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, expect, onTestFinished } from 'vitest'
import { launchBrowser } from './launch-browser.ts'
import { watchTrouble, type Trouble } from './watch-trouble.ts'

let shared: Promise<Browser> | undefined

afterAll(async () => {
  await (await shared)?.close()
})

/** What a page is given. */
export interface PageOptions extends BrowserContextOptions {
  /** From where it may load. */
  origins: readonly string[]
  /** Another browser than the one of the test file. */
  browser?: Browser
}

/** A page with its context. */
export interface UsedPage {
  readonly page: Page
  readonly context: BrowserContext
  readonly allowTrouble: Trouble['allow']
}

/**
 * Opens an empty page in a context of its own, and closes both when the test ends. The test fails
 * when there was trouble that it did not allow.
 */
export async function usePage({ origins, browser, ...options }: PageOptions): Promise<UsedPage> {
  shared ??= browser ? undefined : launchBrowser()
  const used = browser ?? (await shared)
  if (!used) throw new Error('There is no browser')
  const context = await used.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  context.setDefaultTimeout(10_000)
  const trouble = await watchTrouble(context, origins)
  onTestFinished(async () => {
    const found = await trouble.found()
    await context.close()
    expect(found, 'trouble on the page').toEqual([])
  })
  return { page: await context.newPage(), context, allowTrouble: trouble.allow }
}
