import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { useLocal } from '../support/use-local.ts'
import { verifies } from '../requirements.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const run = promisify(execFile)

const app = `
  const provider = new MeterProvider({
    readers: [createSpikelogReader({ apiKey: process.env.KEY, endpoint: process.env.ENDPOINT })],
  })
  provider.getMeter('app').createCounter('users').add(3)
`

const scripts: Record<string, { readonly type: 'module' | 'commonjs'; readonly code: string }> = {
  ESM: {
    type: 'module',
    code: `
      import { MeterProvider } from '@opentelemetry/sdk-metrics'
      import { createSpikelogReader } from '@spikelog-otel/exporter'
      ${app}
      await provider.shutdown()
    `,
  },
  CommonJS: {
    type: 'commonjs',
    code: `
      const { MeterProvider } = require('@opentelemetry/sdk-metrics')
      const { createSpikelogReader } = require('@spikelog-otel/exporter')
      ${app}
      provider.shutdown()
    `,
  },
}

describe.each(Object.entries(scripts))(
  verifies('packages', 'the built packages in %s'),
  (_name, { type, code }) => {
    it('deliver, end with code 0 and print nothing', async () => {
      const local = await useLocal()
      const { stdout, stderr } = await run(
        process.execPath,
        [`--input-type=${type}`, '--eval', code],
        { cwd: root, env: { ...process.env, KEY: local.apiKey, ENDPOINT: local.endpoint } },
      )
      expect({ stdout, stderr }).toEqual({ stdout: '', stderr: '' })
      expect(local.points('users').map(({ value }) => value)).toEqual([3])
    })
  },
)

describe(verifies('packages', 'the two copies of the client'), () => {
  it('know each other’s errors', async () => {
    const code = `
      import { createRequire } from 'node:module'
      import { SpikelogClient, SpikelogError } from '@spikelog-otel/client'
      const cjs = createRequire(process.cwd() + '/x.js')('@spikelog-otel/client')
      try { new cjs.SpikelogClient({ apiKey: 'a b' }) } catch (error) {
        console.log(cjs.SpikelogError === SpikelogError, error instanceof SpikelogError, error.code)
      }
      console.log(new TypeError('x') instanceof SpikelogError)
    `
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code], {
      cwd: root,
    })
    expect(stdout).toBe('false true invalid_option\nfalse\n')
  })
})
