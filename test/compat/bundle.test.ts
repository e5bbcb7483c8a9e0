import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { verifies } from '../requirements.ts'
import { wholeApp, wholeAppPoints } from './support/apps.ts'
import { formats, runApp, writeApp } from './support/run-app.ts'
import type { Format } from './support/run-app.ts'
import { runCommand } from './support/run-command.ts'
import { runRecorded } from './support/run-recorded.ts'
import { newestSdks } from './support/sdks.ts'
import { useInstall } from './support/use-install.ts'

const find = (file: string) => fileURLToPath(new URL(file, import.meta.url))

/** What the docs tell who bundles an ES module. */
const banner = /`--banner:js="(?<code>[^"]+)"`/u.exec(
  readFileSync(find('../../packages/client/docs/using-it.md'), 'utf8'),
)?.groups?.['code']

const options = { ESM: ['--format=esm', `--banner:js=${banner}`], CommonJS: ['--format=cjs'] }

async function bundleApp(folder: string, format: Format, more: readonly string[]) {
  const file = writeApp(folder, format, wholeApp)
  const bundle = `${folder}/bundle/${basename(file)}`
  const esbuild = find('tools/node_modules/esbuild/bin/esbuild')
  // The install lies in the checkout, whose tsconfig would lead to the sources.
  const settings = ['--bundle', '--platform=node', '--tsconfig-raw={}', `--outfile=${bundle}`]
  const args = [esbuild, file, ...settings, ...more]
  const run = await runCommand(process.execPath, [...args, '--log-level=warning'], { cwd: folder })
  expect(run).toEqual({ code: 0, stdout: '', stderr: '' })
  return bundle
}

describe.each(newestSdks)(verifies('packages', 'an app with %s, bundled by esbuild'), (sdk) => {
  it.each(formats)('is one file of %s, made without a warning, that works', async (format) => {
    const { folder } = useInstall(sdk)
    const bundle = await bundleApp(folder, format, options[format])
    const { stderr, points } = await runApp(process.execPath, [bundle], folder)
    expect({ stderr, points }).toEqual({ stderr: '', points: wholeAppPoints })
    const { files } = await runRecorded(bundle, folder)
    expect(files).toEqual([`bundle/${basename(bundle)}`])
  })
})

describe('an ES module bundled without a `require`', () => {
  it('posts with undici beside it', async () => {
    const { folder } = useInstall('newest SDK 3')
    const bundle = await bundleApp(folder, 'ESM', ['--format=esm', '--external:undici'])
    const { stderr, points } = await runApp(process.execPath, [bundle], folder)
    expect({ stderr, points }).toEqual({ stderr: '', points: wholeAppPoints })
  })

  it('says where to read what to do, and goes on', async () => {
    const { folder } = useInstall('newest SDK 3')
    const bundle = await bundleApp(folder, 'ESM', ['--format=esm'])
    const { code, stderr } = await runApp(process.execPath, [bundle], folder)
    expect(stderr).toMatch(/undici cannot be loaded \(.+\): see https:.+using-it\.md#bundled-apps/u)
    expect(code).toBe(0)
  })
})
