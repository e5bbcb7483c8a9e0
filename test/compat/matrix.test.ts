import { realpathSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describe, expect, inject, it } from 'vitest'
import { verifies } from '../requirements.ts'
import { wholeApp } from './support/apps.ts'
import { nodes } from './support/nodes.ts'
import { formats, runApp, writeApp } from './support/run-app.ts'
import { sdkNames } from './support/sdks.ts'
import { useInstall } from './support/use-install.ts'

const points = { users: [7], seconds: [2.5], depth: [9], open: [6], load: [0.5], jobs: [2] }

describe.each(sdkNames)(verifies('packages', 'the packages packed and beside %s'), (sdk) => {
  it('install without a complaint of npm', () => {
    const { code, complaints } = inject('installs')[sdk]
    expect({ code, complaints }).toEqual({ code: 0, complaints: [] })
  })

  it.each(formats)('load nothing from outside the folder in %s', async (format) => {
    const { folder } = useInstall(sdk)
    const file = writeApp(folder, format, wholeApp)
    const recorder = fileURLToPath(new URL('support/record-modules.ts', import.meta.url))
    const args = ['--import', recorder, file]
    const { stdout } = await runApp(process.execPath, args, folder)
    const files = JSON.parse(stdout.split('\n').at(1) ?? '') as string[]
    const inside = `${pathToFileURL(realpathSync(folder)).href}/`
    expect(files).toContain(`${inside}${basename(file)}`)
    for (const name of ['@spikelog-otel/exporter', '@opentelemetry/sdk-metrics', 'undici']) {
      expect(files.join('\n')).toContain(`${inside}node_modules/${name}/`)
    }
    expect(files.filter((url) => !url.startsWith(inside))).toEqual([])
  })

  describe.each(nodes)('on Node $version', ({ version, path }) => {
    it.each(formats)('post exact points from %s, print nothing and end', async (format) => {
      const { folder } = useInstall(sdk)
      const file = writeApp(folder, format, wholeApp)
      expect(await runApp(path, [file], folder)).toEqual({
        code: 0,
        stdout: `${version}\n`,
        stderr: '',
        points,
      })
    })
  })
})
