import type { MetricData, ScopeMetrics } from '@opentelemetry/sdk-metrics'
import { isClientMetric } from './own-traffic.ts'
import { shorten } from './shorten.ts'
import { lacksBuckets, toPointKind } from './point-kind.ts'
import type { PointKind } from './point-kind.ts'

/** Where data points come from. */
export interface MetricSource {
  /** Tells this metric from every other one; begins with the meter's name. */
  readonly id: string
  readonly scope: string
  readonly version: string
  readonly name: string
  readonly unit: string
  readonly kind: PointKind
  /** A histogram without boundaries; it adds up with others all the same. */
  readonly lacksBuckets: boolean
  /** It may hold the exporter's own requests. */
  readonly isClient: boolean
}

/** Reads where a metric's data points come from. */
export function toMetricSource(
  scope: ScopeMetrics['scope'] | undefined,
  metric: MetricData,
  kind: PointKind,
): MetricSource {
  const { descriptor } = metric
  const scopeName = toText(scope?.name)
  const version = toText(scope?.version)
  const name = toText(descriptor.name)
  const unit = toText(descriptor.unit)
  const id = `${scopeName}\n${version}\n${name}\n${unit}\n${kind}`
  return {
    id,
    scope: scopeName,
    version,
    name,
    unit,
    kind,
    lacksBuckets: lacksBuckets(metric),
    isClient: isClientMetric(name),
  }
}

/** Tells whether a metric's data points come from this source: what makes it costs more. */
export function isFrom(
  source: MetricSource,
  scope: ScopeMetrics['scope'] | undefined,
  metric: MetricData,
): boolean {
  return (
    source.scope === toText(scope?.name) &&
    source.version === toText(scope?.version) &&
    source.name === metric.descriptor.name &&
    source.unit === metric.descriptor.unit &&
    source.kind === toPointKind(metric) &&
    source.lacksBuckets === lacksBuckets(metric)
  )
}

/** Takes a text of data that is not ours; what is none counts as empty. */
export function toText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** Tells whether a meter is the app's own and not an OpenTelemetry instrumentation's. */
export function isAppScope(scope: string): boolean {
  return !scope.startsWith('@opentelemetry/')
}

/**
 * Orders metrics by their right to a chart: the app's own meter first, then by the meter's name,
 * with which an id begins. What follows there only makes the order total, so that it does not depend
 * on the batch.
 */
export function compareSources(a: MetricSource, b: MetricSource): number {
  return Number(isAppScope(b.scope)) - Number(isAppScope(a.scope)) || compareText(a.id, b.id)
}

/** Orders two different texts by code unit, the same everywhere. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : 1
}

/** Names a metric in a message. */
export function describeSource({ scope, name, unit, kind }: MetricSource): string {
  const ofUnit = unit === '' ? 'no unit' : `unit ${shorten(unit)}`
  return `\`${shorten(name)}\` of meter \`${shorten(scope)}\` (${kind}, ${ofUnit})`
}
