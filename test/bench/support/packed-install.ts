import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createInstall } from '../../compat/support/create-install.ts'
import { packPackage } from '../../compat/support/pack-package.ts'
import { sdks } from '../../compat/support/sdks.ts'

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

/**
 * A folder into which npm installed client and exporter as they would be published, beside the newest
 * SDK and its OTLP exporters. It goes when this process does.
 */
export async function createPackedInstall(): Promise<string> {
  mkdirSync(path('../../output/tmp'), { recursive: true })
  const folder = mkdtempSync(path('../../output/tmp/bench-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const client = await packPackage('client', folder)
  const exporter = await packPackage('exporter', folder)
  const otlp = '@opentelemetry/exporter-metrics-otlp'
  const manifest = readFileSync(path(`../../../node_modules/${otlp}-http/package.json`), 'utf8')
  const { version } = JSON.parse(manifest) as { version: string }
  const { code, complaints } = await createInstall(
    folder,
    { ...sdks['newest SDK 3'], [`${otlp}-http`]: version, [`${otlp}-proto`]: version },
    [exporter.filename, client.filename],
  )
  if (code !== 0) throw new Error(`npm install failed: ${complaints.join('\n')}`)
  return folder
}
