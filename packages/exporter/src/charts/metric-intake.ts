import type { MetricData, ResourceMetrics, ScopeMetrics } from '@opentelemetry/sdk-metrics'
import type { Chart } from './chart.ts'
import type { ChartRouter, NoChart } from './chart-router.ts'
import type { RoutedMetric } from './collection.ts'
import type { Ledger } from './ledger.ts'
import { toMetricSource, toText } from './metric-source.ts'
import { ownScope } from './own-scope.ts'
import { toPointKind } from './point-kind.ts'
import {
  sayChartName,
  sayNearMiss,
  sayTakenByRule,
  sayTooManyMetrics,
  sayUnknownKind,
} from './rule-notices.ts'

/** Lists the metrics of a batch that feed charts; counts and names those that should but can't. */
export class MetricIntake {
  readonly #router: ChartRouter
  readonly #ledger: Ledger

  constructor(router: ChartRouter, ledger: Ledger) {
    this.#router = router
    this.#ledger = ledger
  }

  /** Reads no data point but the first of each metric, and changes nothing but the ledger. */
  route(resourceMetrics: ResourceMetrics): RoutedMetric[] {
    return listOf(resourceMetrics?.scopeMetrics).flatMap((scopeMetrics) =>
      listOf(scopeMetrics?.metrics).flatMap((metric) => this.#routeMetric(scopeMetrics, metric)),
    )
  }

  // The data comes from code that is not ours, so fields its type promises may be missing.
  #routeMetric({ scope }: ScopeMetrics, metric: MetricData): RoutedMetric | [] {
    const points = listOf<unknown>(metric?.dataPoints).length
    if (points === 0) return []
    const name = toText(metric.descriptor?.name)
    // The exporter's own metrics: charted unasked, they would feed on being charted.
    const isOwn = scope?.name === ownScope
    const charts = isOwn ? this.#router.chartsNaming(name) : this.#router.chartsOf(name)
    if (typeof charts === 'string') {
      this.#refuse(charts, name, points)
      return []
    }
    if (charts.length === 0) {
      const near = isOwn ? undefined : this.#router.nearest(name)
      if (near !== undefined) this.#ledger.say(`near ${near}`, 'warn', sayNearMiss(name, near))
      return []
    }
    const kind = toPointKind(metric)
    if (kind === undefined) {
      this.#refuseKind(metric, name, charts)
      return []
    }
    return { source: toMetricSource(scope, metric, kind), metric, charts }
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
