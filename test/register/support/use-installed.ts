import { cpSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { useFolder } from '../../client/support/use-folder.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Where each supported SDK is installed. */
export const sdks = {
  'SDK 2.0.0': `${root}/test/compat/sdk-2/node_modules/@opentelemetry`,
  'the newest SDK': `${root}/node_modules/@opentelemetry`,
} as const

export type Sdk = keyof typeof sdks

/**
 * A folder in which the built exporter is installed beside one SDK, as `npm install` would do it,
 * and an app in these files.
 */
export function useInstalled(
  sdk: Sdk,
  files: Record<string, string>,
  packages: Record<string, string> = {},
  finished: typeof onTestFinished = onTestFinished,
): string {
  const folder = useFolder(finished)
  const modules = join(folder, 'node_modules')
  // Copied, not linked: what it imports is looked up from where it really is.
  const exporter = join(modules, '@spikelog-otel/exporter')
  for (const part of ['dist', 'package.json']) {
    cpSync(`${root}/packages/exporter/${part}`, join(exporter, part), { recursive: true })
  }
  const links = {
    '@spikelog-otel/client': `${root}/packages/client`,
    '@opentelemetry/api': `${sdks[sdk]}/api`,
    '@opentelemetry/core': `${sdks[sdk]}/core`,
    '@opentelemetry/sdk-metrics': `${sdks[sdk]}/sdk-metrics`,
    ...packages,
  }
  for (const [name, target] of Object.entries(links)) {
    const path = join(modules, name)
    mkdirSync(dirname(path), { recursive: true })
    symlinkSync(realpathSync(target), path)
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}
