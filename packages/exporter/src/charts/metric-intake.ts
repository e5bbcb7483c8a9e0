import type { MetricData, ResourceMetrics, ScopeMetrics } from '@opentelemetry/sdk-metrics'
import type { Chart } from './chart.ts'
import type { ChartRouter, NoChart } from './chart-router.ts'
import type { RoutedMetric } from './collection.ts'
import type { Ledger } from './ledger.ts'
import { isFrom, toMetricSource, toText } from './metric-source.ts'
import { ownScope } from './own-scope.ts'
import { toPointKind } from './point-kind.ts'
import {
  sayChartName,
  sayNearMiss,
  sayTakenByRule,
  sayTooManyMetrics,
  sayUnknownKind,
} from './rule-notices.ts'

const noEndTime = { text: 'undefined' }

/** Lists the metrics of a batch that feed charts; counts and names those that should but can't. */
export class MetricIntake {
  readonly #router: ChartRouter
  readonly #ledger: Ledger
  /** How metrics were routed before, by their descriptor: an instrument always gives the same one. */
  readonly #known = new WeakMap<object, Pick<RoutedMetric, 'source' | 'charts'>>()
  #endTime: { readonly time?: unknown; readonly text: string } = noEndTime

  constructor(router: ChartRouter, ledger: Ledger) {
    this.#router = router
    this.#ledger = ledger
  }

  /** Adds up no data point, and changes nothing that is seen but the ledger. */
  route(resourceMetrics: ResourceMetrics): RoutedMetric[] {
    const batch: RoutedMetric[] = []
    this.#endTime = noEndTime
    for (const scopeMetrics of listOf(resourceMetrics?.scopeMetrics)) {
      for (const metric of listOf(scopeMetrics?.metrics)) {
        const routed = this.#routeMetric(scopeMetrics, metric)
        if (routed !== undefined) batch.push(routed)
      }
    }
    return batch
  }

  // The data comes from code that is not ours, so fields its type promises may be missing.
  #routeMetric({ scope }: ScopeMetrics, metric: MetricData): RoutedMetric | undefined {
    const points = listOf<unknown>(metric?.dataPoints).length
    if (points === 0) return undefined
    const { descriptor } = metric
    const known = this.#known.get(descriptor)
    if (known !== undefined && isFrom(known.source, scope, metric)) {
      const { source, charts } = known
      return { source, metric, charts, endTime: this.#toEndTime(metric) }
    }
    const name = toText(descriptor?.name)
    // The exporter's own metrics: charted unasked, they would feed on being charted.
    const isOwn = scope?.name === ownScope
    const charts = isOwn ? this.#router.chartsNaming(name) : this.#router.chartsOf(name)
    if (typeof charts === 'string') {
      this.#refuse(charts, name, points)
      return undefined
    }
    if (charts.length === 0) {
      const near = isOwn ? undefined : this.#router.nearest(name)
      if (near !== undefined) this.#ledger.say(`near ${near}`, 'warn', sayNearMiss(name, near))
      return undefined
    }
    const kind = toPointKind(metric)
    if (kind === undefined) {
      this.#refuseKind(metric, name, charts)
      return undefined
    }
    const source = toMetricSource(scope, metric, kind)
    this.#known.set(descriptor, { source, charts })
    return { source, metric, charts, endTime: this.#toEndTime(metric) }
  }

  // Most metrics of a collection share one end time, the very same array.
  #toEndTime({ dataPoints: [first] }: MetricData): string {
    const time = first?.endTime
    if (time !== this.#endTime.time) this.#endTime = { time, text: String(time) }
    return this.#endTime.text
  }

  #refuse(reason: NoChart, name: string, points: number): void {
    const chart = this.#router.toChart(name)
    this.#ledger.drop(chart, reason, points)
    switch (reason) {
      case 'chart_name':
        this.#ledger.say(`name ${name}`, 'warn', sayChartName(name))
        return
      case 'shared_name':
        this.#ledger.say(`taken ${chart}`, 'warn', sayTakenByRule(name, chart))
        return
      case 'too_many_metrics':
        this.#ledger.say('too many', 'warn', sayTooManyMetrics(name))
    }
  }

  #refuseKind(metric: MetricData, name: string, charts: readonly Chart[]): void {
    for (const chart of charts) {
      this.#ledger.drop(chart.nameFor(name), 'unknown_kind', metric.dataPoints.length)
    }
    this.#ledger.say(`kind ${name}`, 'warn', sayUnknownKind(name, metric.dataPointType))
  }
}

function listOf<T>(list: readonly T[] | undefined): readonly T[] {
  return Array.isArray(list) ? list : []
}
