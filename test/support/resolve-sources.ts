/**
 * Lets a script of the tests that runs in a process of its own load what the tests load: the
 * packages' sources and, where `OLDEST_SDK` is set, the oldest OpenTelemetry instead of the newest.
 * For `node --import`.
 */
import { registerHooks } from 'node:module'

const root = new URL('../../', import.meta.url)
const oldest = new URL('test/compat/sdk-2/index.ts', root).href
const ours = /^@spikelog-otel\/(client|exporter|local)(\/(?:internals|cli))?$/
const entries = new Map([
  ['/internals', 'internals.ts'],
  ['/cli', 'cli/run-cli.ts'],
])

registerHooks({
  resolve(specifier, context, nextResolve) {
    const [, name, entry = ''] = ours.exec(specifier) ?? []
    if (name !== undefined) {
      const file = entries.get(entry) ?? 'index.ts'
      return nextResolve(new URL(`packages/${name}/src/${file}`, root).href, context)
    }
    const { parentURL = '' } = context
    const isOurs = parentURL.startsWith(root.href) && !parentURL.includes('/node_modules/')
    return process.env['OLDEST_SDK'] !== undefined &&
      isOurs &&
      specifier.startsWith('@opentelemetry/')
      ? nextResolve(specifier, { ...context, parentURL: oldest })
      : nextResolve(specifier, context)
  },
})
