import { readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { verifies } from '../requirements.ts'
import { clientApp, clientAppPoints } from './support/apps.ts'
import { plain } from './support/global-setup.ts'
import { rearrangeUndici } from './support/rearrange-undici.ts'
import { formats, runApp, writeApp } from './support/run-app.ts'
import type { Format } from './support/run-app.ts'
import { runCommand } from './support/run-command.ts'
import { runRecorded } from './support/run-recorded.ts'
import { useInstall } from './support/use-install.ts'

const whole = 'node_modules/undici/index.js'
const part = 'node_modules/undici/lib/dispatcher/agent.js'
/** Puts undici behind the app's own `fetch`. */
const global = 'node_modules/undici/lib/global.js'

describe(verifies('startup', 'what is loaded of undici'), () => {
  it.each(formats)('is what posts, and nothing else, from %s', async (format) => {
    const { folder } = useInstall(plain)
    const { files, points } = await runRecorded(writeApp(folder, format, clientApp), folder)
    expect(points).toEqual(clientAppPoints)
    expect(files).toContain(part)
    expect(files).not.toContain(whole)
    expect(files).not.toContain(global)
  })

  it.each(formats)('is all of it from %s where its files are elsewhere', async (format) => {
    const { folder } = rearrangeUndici(useInstall(plain).folder)
    const { files, stderr, points } = await runRecorded(writeApp(folder, format, clientApp), folder)
    expect({ stderr, points }).toEqual({ stderr: '', points: clientAppPoints })
    expect(files).toContain(whole)
  })

  it.each(formats)(
    'is bundled by esbuild from %s where its files are elsewhere',
    async (format) => {
      const { folder, undici } = rearrangeUndici(useInstall(plain).folder)
      const file = writeApp(folder, format, clientApp)
      const esbuild = fileURLToPath(
        new URL('tools/node_modules/esbuild/bin/esbuild', import.meta.url),
      )
      // An absolute path: esbuild would go on looking in the folders above, and find the other undici.
      const options = [
        '--bundle',
        '--platform=node',
        '--log-level=warning',
        // The install lies in the checkout, whose tsconfig would lead to the sources.
        '--tsconfig-raw={}',
        `--alias:undici=${undici}`,
      ]
      const args = [esbuild, file, ...options, `--outfile=${folder}/bundle.cjs`]
      const run = await runCommand(process.execPath, args, { cwd: folder })
      expect(run).toEqual({ code: 0, stdout: '', stderr: '' })
      const { stderr, points } = await runApp(process.execPath, [`${folder}/bundle.cjs`], folder)
      expect({ stderr, points }).toEqual({ stderr: '', points: clientAppPoints })
    },
  )
})

/** Node's own modules that an app loads which does this much with the SDK and the exporter. */
async function runForBuiltins(format: Format, app: Parameters<typeof writeApp>[2]) {
  const { folder } = useInstall('newest SDK 3')
  const code = `${app.code}\nconsole.log(JSON.stringify(process.moduleLoadList))`
  const { stdout, stderr } = await runApp(
    process.execPath,
    [writeApp(folder, format, { ...app, code })],
    folder,
  )
  expect(stderr).toBe('')
  const loaded = (JSON.parse(stdout) as string[]).map((name) => name.replace('NativeModule ', ''))
  return loaded.filter((name) => builtinModules.includes(name))
}

describe(verifies('startup', 'what Node loads of its own'), () => {
  it.each(formats)(
    'for an exporter that has nothing to post is a clock, from %s',
    async (format) => {
      const sdk = '@opentelemetry/sdk-metrics'
      const imports = { [sdk]: 'MeterProvider' }
      const alone = await runForBuiltins(format, {
        imports,
        code: `new MeterProvider().getMeter('app').createCounter('users').add(3)`,
      })
      const more = await runForBuiltins(format, {
        imports: { ...imports, '@spikelog-otel/exporter': 'createSpikelogReader' },
        code: `
        const provider = new MeterProvider({ readers: [createSpikelogReader()] })
        provider.getMeter('app').createCounter('users').add(3)`,
      })
      expect(more.filter((name) => !alone.includes(name))).toEqual(['perf_hooks'])
    },
  )
})

describe(verifies('startup', 'the code that is packed'), () => {
  it.each(['client', 'exporter'])('of the %s is ASCII, which V8 keeps in one byte', (name) => {
    const { folder } = useInstall('newest SDK 3')
    const file = `${folder}/node_modules/@spikelog-otel/${name}/dist/implementation.cjs`
    expect(readFileSync(file, 'latin1')).not.toMatch(/[^\0-\x7f]/)
  })

  it('of the exporter is a function in parentheses, which V8 compiles at once', () => {
    const { folder } = useInstall('newest SDK 3')
    const file = `${folder}/node_modules/@spikelog-otel/exporter/dist/implementation.cjs`
    expect(readFileSync(file, 'latin1')).toMatch(/^"use strict";module\.exports=\(.*\);\n$/s)
  })
})
