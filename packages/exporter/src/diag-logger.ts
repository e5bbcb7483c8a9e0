import { diag } from '@opentelemetry/api'
import { createConsoleLogger } from '@spikelog-otel/client/internals'
import type { Logger } from '@spikelog-otel/client'
import { isRegistered } from './api-global.ts'

const namespace = '@spikelog-otel/exporter'

/**
 * Logs through OpenTelemetry's `diag`. As long as the app has set no diag logger, warnings and
 * errors go to the console: a refused key must not go unnoticed just because of that.
 */
export function createDiagLogger(fallback: Logger = createConsoleLogger(console)): Logger {
  const component = diag.createComponentLogger({ namespace })
  const target = (): Logger => (isRegistered('diag') ? component : fallback)
  return {
    error: (message) => target().error(message),
    warn: (message) => target().warn(message),
    info: (message) => target().info(message),
    debug: (message) => target().debug(message),
  }
}
