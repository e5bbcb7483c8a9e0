import { describe, expect, it } from 'vitest'
import { verifies } from '../requirements.ts'
import { apiApp, apiAppPoints } from './support/apps.ts'
import { runApp, writeApp } from './support/run-app.ts'
import { runCommand } from './support/run-command.ts'
import { newestSdks } from './support/sdks.ts'
import { useInstall } from './support/use-install.ts'

/** Loads the packages as an ES module does and as CommonJS does, and says what they look like. */
const inspection = `
  import { createRequire } from 'node:module'
  import { inspect } from 'node:util'
  
  import * as client from '@spikelog-otel/client'
  import * as exporter from '@spikelog-otel/exporter'

  const require = createRequire(process.cwd() + '/app.js')
  const commonJs = { client: require('@spikelog-otel/client'), exporter: require('@spikelog-otel/exporter') }
  
  const failed = ({ createSpikelogReader }) => {
    try { createSpikelogReader({ apiKey: 'sk_1', maxCharts: 0 }) } catch (error) { return error }
  }
  const describe = (module) => {
    const error = failed(module)
    return {
      functions: Object.values(module).filter((it) => typeof it === 'function').map(({ name }) => name).sort(),
      inspected: inspect(new module.SpikelogMetricExporter({ apiKey: 'sk_1' })),
      isOurError: [client, commonJs.client].map(({ SpikelogError }) => error instanceof SpikelogError),
      stack: error.stack.match(/(?<=at .*)(?:OptionReader|new SpikelogMetricExporter|createSpikelogReader)\\b/g),
    }
  }
  console.log(JSON.stringify({
    isOneClient: Object.entries(client).every(([name, it]) => commonJs.client[name] === it),
    exporters: [describe(exporter), describe(commonJs.exporter)],
    client: inspect(new client.SpikelogClient({ apiKey: 'sk_1' })),
  }))
`

const exporter = {
  functions: [
    'SpikelogMetricExporter',
    'chartViews',
    'createSpikelogReader',
    'formatChartRule',
    'parseChartRule',
  ],
  inspected: 'SpikelogMetricExporter {}',
  isOurError: [true, true],
  stack: ['OptionReader', 'new SpikelogMetricExporter', 'createSpikelogReader'],
}

describe.each(newestSdks)(verifies('packages', 'both formats in one app with %s'), (sdk) => {
  it('are one client, know each other, and go by their names', async () => {
    const { folder } = useInstall(sdk)
    const args = ['--input-type=module', '--eval', inspection]
    const { stdout, stderr } = await runCommand(process.execPath, args, { cwd: folder, env: {} })
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual({
      isOneClient: true,
      exporters: [exporter, exporter],
      client: 'SpikelogClient {}',
    })
  })

  it('register once', async () => {
    const { folder } = useInstall(sdk)
    const register = '@spikelog-otel/exporter/register'
    const args = ['--require', register, '--import', register, writeApp(folder, 'ESM', apiApp)]
    const { stderr, points } = await runApp(process.execPath, args, folder)
    expect({ stderr, points }).toEqual({ stderr: '', points: apiAppPoints })
  })

  it('show little code when nobody catches that the key is missing', async () => {
    const { folder } = useInstall(sdk)
    const args = ['--eval', "require('@spikelog-otel/exporter').createSpikelogReader()"]
    const { code, stderr } = await runCommand(process.execPath, args, { cwd: folder, env: {} })
    expect(code).toBe(1)
    expect(stderr).toContain('SpikelogError: Expected the option `apiKey` or')
    expect(stderr.length).toBeLessThan(4000)
  })
})
