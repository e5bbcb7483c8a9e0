/**
 * What the exporter weighs: packed, installed and in packages, with all that it brings to an app that
 * has OpenTelemetry's API and SDK, beside the OTLP exporters with all that they bring. npm installs
 * each into a folder of its own; packed is what npm packs of what it installed. There is no noise here,
 * so each is weighed once.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createInstall } from '../compat/support/create-install.ts'
import { packPackage } from '../compat/support/pack-package.ts'
import { readInstalled } from '../compat/support/read-installed.ts'
import { sdks } from '../compat/support/sdks.ts'
import { reportRow } from './support/report-row.ts'
import { weigh } from './support/weigh.ts'
import type { Weight } from './support/weigh.ts'

/** Of client and exporter together. */
const maxPackedKilobytes = 60

const output = fileURLToPath(new URL('../output/tmp', import.meta.url))
mkdirSync(output, { recursive: true })
const folder = mkdtempSync(`${output}/bench-`)
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))

/** Installs packages into an app with the SDK, and tells where all that came lies. */
async function install(name: string, specs: readonly string[]) {
  const app = `${folder}/${name}`
  const { code, complaints } = await createInstall(app, sdks['newest SDK 3'], specs)
  if (code !== 0) throw new Error(`npm install failed: ${complaints.join('\n')}`)
  return { app, paths: readInstalled(app) }
}

const before = new Set((await install('sdk', [])).paths)

async function weighAll(name: string, specs: readonly string[]): Promise<Weight> {
  const { app, paths } = await install(name, specs)
  const added = paths.filter((path) => !before.has(path))
  return weigh(app, added)
}

const otlp = '@opentelemetry/exporter-metrics-otlp'
const manifest = new URL(`../../node_modules/${otlp}-http/package.json`, import.meta.url)
const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
const tarballs = [await packPackage('exporter', folder), await packPackage('client', folder)]
const files = tarballs.map(({ filename }) => filename)
const ours = await weighAll('ours', files)
const others = {
  'OTLP/HTTP': await weighAll('http', [`${otlp}-http@${version}`]),
  'OTLP/protobuf': await weighAll('proto', [`${otlp}-proto@${version}`]),
}

const packed = tarballs.map(({ size }) => size / 1000)
reportRow({
  what: 'exporter and client, packed',
  ours: packed.map((size) => `${size.toFixed(1)} kB`).join(' + '),
  figures: [packed.reduce((total, size) => total + size, 0)],
  unit: 'kB',
  bound: { atMost: maxPackedKilobytes },
})
const dependencies = ours.names.filter((name) => !name.startsWith('@spikelog-otel/'))
reportRow({
  what: 'packages that the two depend on',
  ours: dependencies.join(', '),
  figures: [dependencies.length],
  unit: '',
  bound: { atMost: 1 },
})

/** Tells one figure of all that comes, beside that of each other exporter. */
function compare(what: string, of: (weight: Weight) => number, unit: string): void {
  for (const [name, other] of Object.entries(others)) {
    reportRow({
      what: `all that comes, ${what}`,
      ours: `${of(ours).toFixed(0)}${unit}`,
      beside: `${name}: ${of(other).toFixed(0)}${unit}`,
      figures: [of(ours) / of(other)],
    })
  }
}

compare('packed', ({ packedBytes }) => packedBytes / 1000, ' kB')
compare('installed', ({ installedBytes }) => installedBytes / 1000, ' kB')
compare('packages', ({ names }) => names.length, '')
