import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { verifies } from '../requirements.ts'
import { clientApp, durableApp, durableAppPoints } from './support/apps.ts'
import { plain } from './support/global-setup.ts'
import { nodes } from './support/nodes.ts'
import { formats, runApp, writeApp } from './support/run-app.ts'
import { runCommand } from './support/run-command.ts'
import { runRecorded } from './support/run-recorded.ts'
import { useInstall } from './support/use-install.ts'

const toolOf = (file: string) =>
  fileURLToPath(new URL(`tools/node_modules/${file}`, import.meta.url))

const code = 'node_modules/@spikelog-otel/client/dist/sqlite-store.cjs'
const whole = { code: 0, stdout: '', stderr: '', points: durableAppPoints }

describe.each(nodes)(
  verifies('packages', 'a store in a file, packed, on Node $version'),
  ({ path }) => {
    it.each(formats)('is shared by runs of an app of %s, which prints nothing', async (format) => {
      const { folder } = useInstall(plain)
      expect(await runApp(path, [writeApp(folder, format, durableApp)], folder)).toEqual(whole)
    })
  },
)

describe(verifies('startup', 'the code of a store in a file'), () => {
  it.each(formats)('is loaded by an app of %s that has one, and by no other', async (format) => {
    const { folder } = useInstall(plain)
    const without = await runRecorded(writeApp(folder, format, clientApp), folder)
    expect(without.files).not.toContain(code)
    const having = await runRecorded(writeApp(folder, format, durableApp), folder)
    expect(having.files).toContain(code)
    expect(having.points).toEqual(durableAppPoints)
  })

  it.each(formats)('is bundled by esbuild with an app of %s', async (format) => {
    const { folder } = useInstall(plain)
    const file = writeApp(folder, format, durableApp)
    const bundle = `${folder}/bundle-with-store.cjs`
    // The install lies in the checkout, whose tsconfig would lead to the sources.
    const options = ['--bundle', '--platform=node', '--log-level=warning', '--tsconfig-raw={}']
    const args = [toolOf('esbuild/bin/esbuild'), file, ...options, `--outfile=${bundle}`]
    const run = await runCommand(process.execPath, args, { cwd: folder })
    expect(run).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(await runApp(process.execPath, [bundle], folder)).toEqual(whole)
    const { files } = await runRecorded(bundle, folder)
    expect(files).toEqual(['bundle-with-store.cjs'])
  })

  it('runs in jest', async () => {
    const { folder } = useInstall('newest SDK 3')
    writeFileSync(
      `${folder}/store.test.js`,
      `const { SpikelogClient } = require('@spikelog-otel/client')
      test('runs share a bucket', async () => {${durableApp.code}})`,
    )
    const jest = toolOf('jest/bin/jest.js')
    const args = [jest, '--ci', `--cacheDirectory=${folder}/.jest`, 'store.test.js']
    const { code: status, stderr, points } = await runApp(process.execPath, args, folder)
    expect(stderr).toMatch(/^Tests: +1 passed, 1 total$/mu)
    expect({ status, points }).toEqual({ status: 0, points: durableAppPoints })
  })
})
