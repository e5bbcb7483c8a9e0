import { createContextKey } from '@opentelemetry/api'
import type { Context } from '@opentelemetry/api'

/**
 * The key of `@opentelemetry/core`: equal names give equal keys, whichever copy of the API asks, so
 * that instrumentations of any version know it.
 */
const suppressTracingKey = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING')

/** A context in which instrumentations make no spans, so that deliveries do not trace themselves. */
export function suppressTracing(parent: Context): Context {
  return parent.setValue(suppressTracingKey, true)
}
