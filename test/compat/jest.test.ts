import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { verifies } from '../requirements.ts'
import { runApp } from './support/run-app.ts'
import { newestSdks } from './support/sdks.ts'
import { useInstall } from './support/use-install.ts'

const jest = fileURLToPath(new URL('tools/node_modules/jest/bin/jest.js', import.meta.url))

/** The second test leaves its provider running, as tests do: jest is to end all the same. */
const jestTests = `
  const { MeterProvider } = require('@opentelemetry/sdk-metrics')
  const { SpikelogMetricExporter, createSpikelogReader } = require('@spikelog-otel/exporter')

  test('a flush delivers', async () => {
    const reader = createSpikelogReader()
    const provider = new MeterProvider({ readers: [reader] })
    provider.getMeter('app').createCounter('users').add(3)
    await provider.shutdown()
  })

  test('options are checked', () => {
    expect(() => new SpikelogMetricExporter({ maxCharts: 0 })).toThrow(/maxCharts/)
  })

  test('nobody shuts down', async () => {
    const provider = new MeterProvider({ readers: [createSpikelogReader()] })
    provider.getMeter('app').createCounter('left').add(1)
    await provider.forceFlush()
    provider.getMeter('app').createCounter('left').add(1)
  })
`

describe.each(newestSdks)(verifies('packages', 'tests of jest with %s'), (sdk) => {
  it.each([
    { when: 'run as they are', options: [] },
    { when: 'run with a search for open handles', options: ['--detectOpenHandles'] },
  ])('pass and end by themselves, $when', async ({ options }) => {
    const { folder } = useInstall(sdk)
    writeFileSync(`${folder}/app.test.js`, jestTests)
    const args = [jest, '--ci', `--cacheDirectory=${folder}/.jest`, 'app.test.js', ...options]
    const { code, stdout, stderr, points } = await runApp(process.execPath, args, folder)
    expect(stderr).toMatch(/^Tests: +3 passed, 3 total$/mu)
    expect(stderr).not.toMatch(/did not exit|open handle|warn|failed/iu)
    expect({ code, stdout, points }).toEqual({
      code: 0,
      stdout: '',
      points: { users: [3], left: [1] },
    })
  })
})
