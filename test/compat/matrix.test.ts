import { basename } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { verifies } from '../requirements.ts'
import { apiApp, apiAppPoints, wholeApp, wholeAppPoints } from './support/apps.ts'
import { nodes } from './support/nodes.ts'
import { formats, runApp, writeApp } from './support/run-app.ts'
import { runRecorded } from './support/run-recorded.ts'
import { sdkNames } from './support/sdks.ts'
import { useInstall } from './support/use-install.ts'

describe.each(sdkNames)(verifies('packages', 'the packages packed and beside %s'), (sdk) => {
  it('install without a complaint of npm', () => {
    const { code, complaints } = inject('installs')[sdk]
    expect({ code, complaints }).toEqual({ code: 0, complaints: [] })
  })

  it.each(formats)('load nothing from outside the folder in %s', async (format) => {
    const { folder } = useInstall(sdk)
    const file = writeApp(folder, format, wholeApp)
    const { files } = await runRecorded(file, folder)
    expect(files).toContain(basename(file))
    for (const name of ['@spikelog-otel/exporter', '@opentelemetry/sdk-metrics', 'undici']) {
      expect(files.join('\n')).toContain(`node_modules/${name}/`)
    }
    expect(files.filter((path) => path.startsWith('..'))).toEqual([])
  })

  describe.each(nodes)('on Node $version', ({ version, path }) => {
    it.each(formats)('post exact points from %s, print nothing and end', async (format) => {
      const { folder } = useInstall(sdk)
      const file = writeApp(folder, format, wholeApp)
      expect(await runApp(path, [file], folder)).toEqual({
        code: 0,
        stdout: `${version}\n`,
        stderr: '',
        points: wholeAppPoints,
      })
    })

    it.each(formats)('post what an app of %s measures that only has /register', async (format) => {
      const { folder } = useInstall(sdk)
      const file = writeApp(folder, format, apiApp)
      const args = [format === 'ESM' ? '--import' : '--require', '@spikelog-otel/exporter/register']
      expect(await runApp(path, [...args, file], folder)).toEqual({
        code: 0,
        stdout: `${version}\n`,
        stderr: '',
        points: apiAppPoints,
      })
    })
  })
})
