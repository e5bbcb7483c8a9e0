import { diag } from '@opentelemetry/api'
import { createConsoleLogger } from '@spikelog-otel/client/internals'
import type { Logger } from '@spikelog-otel/client'

const namespace = '@spikelog-otel/exporter'

/** Where `@opentelemetry/api` 1.x keeps what was registered. */
const apiGlobal = Symbol.for('opentelemetry.js.api.1')

/**
 * Logs through OpenTelemetry's `diag`. As long as the app has set no diag logger, warnings and
 * errors go to the console: a refused key must not go unnoticed just because of that.
 */
export function createDiagLogger(fallback: Logger = createConsoleLogger(console)): Logger {
  const component = diag.createComponentLogger({ namespace })
  const target = (): Logger => (isDiagLoggerSet() ? component : fallback)
  return {
    error: (message) => target().error(message),
    warn: (message) => target().warn(message),
    info: (message) => target().info(message),
    debug: (message) => target().debug(message),
  }
}

function isDiagLoggerSet(): boolean {
  const registered: unknown = Reflect.get(globalThis, apiGlobal)
  // Anything unexpected counts as set: `diag` then decides.
  if (typeof registered !== 'object' || registered === null) return registered !== undefined
  return Reflect.get(registered, 'diag') !== undefined
}
