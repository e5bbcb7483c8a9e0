import { AggregationTemporality } from '@opentelemetry/sdk-metrics'
import type { MetricData, ResourceMetrics, ScopeMetrics } from '@opentelemetry/sdk-metrics'

/**
 * Collects in this very turn what synchronous instruments measured, for a process that ends at once:
 * the SDK's own collection is asynchronous, and has no public way round it. Reads the SDK's state,
 * which has had the same form from 2.0.0 to 3.1.1; of any other form nothing is taken. Callbacks of
 * observable instruments are not run: no code of the app runs here.
 *
 * @param collector the producer that the SDK gave to its reader
 * @param options `changesOnly` leaves out levels (cumulative sums), which are there again in each
 *   collection, changed or not
 */
export function collectNow(
  collector: unknown,
  options: { readonly changesOnly: boolean; readonly wallMillis: number },
): ResourceMetrics | undefined {
  const state = get(collector, '_sharedState')
  const meters = get(state, 'meterSharedStates')
  if (!(meters instanceof Map)) return undefined
  const scopeMetrics: ScopeMetrics[] = []
  for (const meter of meters.values()) {
    const scope = get(meter, '_instrumentationScope')
    const metrics = storagesOf(meter, collector)
      .map((storage) => collectStorage(storage, collector, options.wallMillis))
      .filter((data) => data !== undefined)
      .filter((data) => !options.changesOnly || !isLevel(data))
    if (isScope(scope) && metrics.length > 0) scopeMetrics.push({ scope, metrics })
  }
  const resource = get(state, 'resource')
  return isResource(resource) && scopeMetrics.length > 0 ? { resource, scopeMetrics } : undefined
}

function storagesOf(meter: unknown, collector: unknown): readonly unknown[] {
  const storages = call(get(meter, 'metricStorageRegistry'), 'getStorages', collector)
  return Array.isArray(storages) ? storages : []
}

function collectStorage(
  storage: unknown,
  collector: unknown,
  wallMillis: number,
): MetricData | undefined {
  const type = get(call(storage, 'getInstrumentDescriptor'), 'type')
  if (typeof type !== 'string' || type.startsWith('OBSERVABLE')) return undefined
  const time = [Math.trunc(wallMillis / 1000), Math.round((wallMillis % 1000) * 1e6)]
  const data = call(storage, 'collect', collector, time)
  return isMetricData(data) ? data : undefined
}

function isScope(value: unknown): value is ScopeMetrics['scope'] {
  return typeof get(value, 'name') === 'string'
}

function isResource(value: unknown): value is ResourceMetrics['resource'] {
  return typeof get(value, 'attributes') === 'object'
}

function isMetricData(value: unknown): value is MetricData {
  return Array.isArray(get(value, 'dataPoints'))
}

function isLevel({ aggregationTemporality }: MetricData): boolean {
  return aggregationTemporality === AggregationTemporality.CUMULATIVE
}

function get(target: unknown, name: string): unknown {
  return typeof target === 'object' && target !== null ? Reflect.get(target, name) : undefined
}

function call(target: unknown, name: string, ...args: readonly unknown[]): unknown {
  const method = get(target, name)
  if (typeof method !== 'function') return undefined
  try {
    return Reflect.apply(method, target, args)
  } catch {
    return undefined
  }
}
