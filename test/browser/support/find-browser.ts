import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const commands = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']

const macPaths = ['Google Chrome', 'Chromium'].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
)

/** Chromium or Chrome, wherever systems have it; `CHROME_PATH` says it first. */
export function findBrowser(): string | undefined {
  const { env, platform } = process
  const folders = (env['PATH'] ?? '').split(delimiter).filter(Boolean)
  const candidates = [env['CHROME_PATH'] ?? '']
  if (platform === 'win32') {
    for (const variable of ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']) {
      candidates.push(join(env[variable] ?? '', 'Google/Chrome/Application/chrome.exe'))
    }
  } else {
    candidates.push(
      ...commands.flatMap((command) => folders.map((folder) => join(folder, command))),
    )
  }
  if (platform === 'darwin') candidates.push(...macPaths)
  return candidates.find((path) => path !== '' && isExecutable(path))
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Whether to skip tests that need a browser. It says so when there is none; in CI nothing is
 * skipped, so that a missing browser fails there.
 */
export function isBrowserMissing(): boolean {
  const isMissing = findBrowser() === undefined
  if (isMissing) {
    console.warn(
      'SKIPPED: these tests need Chromium or Chrome, which is not installed (Debian package: chromium).',
    )
  }
  return isMissing && process.env['CI'] !== 'true'
}
