import type { MeterProvider } from '@opentelemetry/api'

// By `Symbol.for`, so that the ES module and the CommonJS copy of this package count together.
const instances = Symbol.for('@spikelog-otel/exporter.instances')

/**
 * Names an exporter among those that report to one provider: `<type>/<counter>` with a counter from
 * 0, as the semantic conventions suggest, so that names come again after a restart.
 *
 * Names must be unique within an SDK instance, so the count is kept on the provider itself, in a
 * property that nobody sees: a module would count for all providers, once in each of its copies. One
 * that takes no property (it is frozen) gets the name of the first.
 */
export function nextComponentName(type: string, provider: MeterProvider): string {
  const before: unknown = Reflect.get(provider, instances)
  const instance = typeof before === 'number' ? before : 0
  Reflect.defineProperty(provider, instances, {
    value: instance + 1,
    configurable: true,
    writable: true,
  })
  return `${type}/${instance}`
}
