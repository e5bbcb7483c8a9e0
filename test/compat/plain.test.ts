import { describe, expect, inject, it } from 'vitest'
import { verifies } from '../requirements.ts'
import { clientApp, clientAppPoints } from './support/apps.ts'
import { plain } from './support/global-setup.ts'
import { nodes } from './support/nodes.ts'
import { formats, runApp, writeApp } from './support/run-app.ts'
import { runCommand } from './support/run-command.ts'
import { useInstall } from './support/use-install.ts'

/** The local Spikelog, with a file of its own, posted to by whatever the Node version has. */
const localApp = {
  imports: { '@spikelog-otel/local': 'startLocalSpikelog' },
  code: `
    const local = await startLocalSpikelog({ port: 0, file: 'points-' + process.version + '.db' })
    const { status } = await fetch(local.endpoint, {
      method: 'POST',
      headers: { 'X-API-Key': local.apiKey },
      body: JSON.stringify({ chart: 'users', value: 42 }),
    })
    const pages = await Promise.all(['/', '/api/v1/charts'].map((path) => fetch(local.url + path)))
    console.log(status, local.points('users').length, ...pages.map(({ status }) => status))
    await local.close()
  `,
}

describe(
  verifies('packages', 'client, local Spikelog and command line packed, without OpenTelemetry'),
  () => {
    it('install without a complaint of npm', () => {
      const { code, complaints } = inject('installs')[plain]
      expect({ code, complaints }).toEqual({ code: 0, complaints: [] })
    })

    describe.each(nodes)('on Node $version', ({ path }) => {
      it.each(formats)('the client posts from %s, prints nothing and ends', async (format) => {
        const { folder } = useInstall(plain)
        const file = writeApp(folder, format, clientApp)
        const result = await runApp(path, [file], folder)
        expect(result).toEqual({ code: 0, stdout: '', stderr: '', points: clientAppPoints })
      })

      it('the local Spikelog stores, serves its pages, warns of nothing and ends', async () => {
        const { folder } = useInstall(plain)
        const file = writeApp(folder, 'ESM', localApp)
        const result = await runCommand(path, [file], { cwd: folder, env: {} })
        expect(result).toEqual({ code: 0, stdout: '200 1 200 200\n', stderr: '' })
      })

      it('the command line posts, prints nothing and ends', async () => {
        const { folder } = useInstall(plain)
        const args = ['node_modules/.bin/spikelog', 'add', 'sign-ups', '3', '--now']
        const result = await runApp(path, args, folder, { HOME: folder })
        expect(result).toEqual({ code: 0, stdout: '', stderr: '', points: { 'sign-ups': [3] } })
      })

      it.each(['spikelog', 'spikelog-local'])('`%s` says how it is used', async (name) => {
        const { folder } = useInstall(plain)
        const args = [`node_modules/.bin/${name}`, '--help']
        const result = await runCommand(path, args, { cwd: folder, env: {} })
        expect(result).toMatchObject({ code: 0, stderr: '' })
        expect(result.stdout).toContain(`Usage: ${name} `)
      })
    })
  },
)
