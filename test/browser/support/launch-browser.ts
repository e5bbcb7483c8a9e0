import { chromium, type Browser } from 'playwright-core'
import { findBrowser } from './find-browser.ts'

/** No sandbox, because containers have none to offer; no traffic of the browser's own. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** How a browser is started. */
export interface BrowserSurroundings {
  args?: readonly string[]
  /** Added to this process's environment. */
  environment?: Record<string, string>
}

/** Starts the system's Chromium or Chrome. */
export function launchBrowser({
  args = ['--lang=en-US'],
  environment = {},
}: BrowserSurroundings = {}): Promise<Browser> {
  const executablePath = findBrowser()
  if (executablePath === undefined) {
    throw new Error('No Chromium or Chrome was found: install the Debian package chromium')
  }
  return chromium.launch({
    executablePath,
    args: [...quiet, ...args],
    env: { ...process.env, ...environment },
  })
}
