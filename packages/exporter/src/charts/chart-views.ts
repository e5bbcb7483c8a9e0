import { InstrumentType } from '@opentelemetry/sdk-metrics'
import type { ViewOptions } from '@opentelemetry/sdk-metrics'
import type { ChartRule } from './chart-rule.ts'
import { createAttributePicker } from './attribute-picker.ts'
import { overlap } from './overlap.ts'
import { ownTrafficAttributes } from './own-traffic.ts'
import { resolveChartRules } from './resolve-chart-rules.ts'
import { selectAggregationOption, toInstrumentReading } from './select-aggregation-option.ts'
import { toViewedMetrics } from './viewed-metric.ts'
import type { ViewedMetric } from './viewed-metric.ts'

/**
 * Makes views that measure only what is charted: of each metric the aggregation its charts need,
 * and no attributes but those that rules ask for by `where`. Views belong to the meter provider:
 * **every reader of it gets what they leave**.
 *
 * The charts stay the same, to the point; what gets less is memory and the work of recording. Use them
 * where this exporter's reader is the only one. Write metrics as their instruments do, since views tell upper case
 * from lower case, and add no view of your own for the same instruments: what two views match is
 * measured twice.
 *
 * @example
 * ```ts
 * const charts = ['sign-ups', { metric: 'queue.depth', where: { queue: 'mail' } }]
 * const meterProvider = new MeterProvider({
 *   views: chartViews(charts),
 *   readers: [createSpikelogReader({ charts, chartedOnly: true })],
 * })
 * ```
 * @param charts the exporter's option `charts`
 * @throws SpikelogError `invalid_option` for a bad rule and for rules whose views would overlap,
 *   saying which and what to do
 */
export function chartViews(charts: readonly (string | ChartRule)[]): ViewOptions[] {
  const rules = resolveChartRules(charts)
  const ofAll = toInstrumentReading(rules)
  return toViewedMetrics(rules).flatMap((metric) => {
    // Unlike the reader, views can tell one histogram from another.
    const { quantiles } = toInstrumentReading(metric.rules)
    const reading = { ...ofAll, quantiles }
    const keepAsked = createAttributePicker(attributesOf(metric))
    return Object.values(InstrumentType).map((instrumentType) => ({
      instrumentName: metric.name,
      instrumentType,
      // Without it the SDK's default would hold, not what our reader asks for.
      aggregation: selectAggregationOption(instrumentType, reading),
      attributesProcessors: canMerge(instrumentType, reading) ? [keepAsked] : [],
    }))
  })
}

/**
 * Tells whether the SDK merges attribute sets that a view makes equal. Of observable instruments and
 * of last values it keeps one and forgets the others, so they keep all their attributes.
 */
function canMerge(type: InstrumentType, { lastOfGauges }: { lastOfGauges: boolean }): boolean {
  switch (type) {
    case InstrumentType.COUNTER:
    case InstrumentType.UP_DOWN_COUNTER:
    case InstrumentType.HISTOGRAM:
      return true
    case InstrumentType.GAUGE:
      return !lastOfGauges
    case InstrumentType.OBSERVABLE_COUNTER:
    case InstrumentType.OBSERVABLE_UP_DOWN_COUNTER:
    case InstrumentType.OBSERVABLE_GAUGE:
      return false
    default:
      return false
  }
}

/** What the rules of a metric look at, and what tells the exporter's own requests from the app's. */
function attributesOf({ name, rules }: ViewedMetric): string[] {
  const asked = rules.flatMap(({ where }) => Object.keys(where ?? {}))
  const own = overlap(name, 'http.client.*') ? ownTrafficAttributes : []
  return [...new Set([...asked, ...own])]
}
