import { mergeAggregates } from '@spikelog-otel/client'
import type { Aggregate, Aggregation } from '@spikelog-otel/client'
import { addUp, chooseKeeper, emptyCandidate, isIdle } from './chart-keeper.ts'
import type { Candidate, ChartPlan, Keeper } from './chart-keeper.ts'
import { sayRefusedAggregation, saySharedName, sayTemporality } from './chart-notices.ts'
import type { RoutedMetric } from './collection.ts'
import type { Ledger } from './ledger.ts'
import type { MetricSource } from './metric-source.ts'
import { bothFilters, toWhereFilter } from './point-filter.ts'
import { resolveAggregation, suits } from './point-kind.ts'
import type { PointFilter } from './point-reader.ts'
import { readPoints } from './read-points.ts'
import { SeriesTable } from './series-table.ts'
import type { ChartUpdate } from './summary.ts'
import { createTally, toTallyAggregate } from './tally.ts'
import type { Span } from './tally.ts'

/** One chart: takes the data points of its metrics, and ends a collection with one update. */
export class Chart {
  readonly #plan: ChartPlan
  readonly #ledger: Ledger
  readonly #where: PointFilter | undefined
  /** Cumulative series by metric. */
  readonly #series = new Map<string, SeriesTable>()
  #candidates: Candidate[] = []
  #keeper: Keeper | undefined
  /** What deltas of a non-monotonic sum came to. */
  #runningTotal = 0

  constructor(plan: ChartPlan, ledger: Ledger) {
    this.#plan = plan
    this.#ledger = ledger
    this.#where = toWhereFilter(plan.rule?.where)
  }

  /** Whether a rule asks for its metric by name, not by a pattern. */
  get isAskedByName(): boolean {
    return this.#plan.rule?.chart !== undefined
  }

  /**
   * Reads one metric, or a part of it, of the running collection.
   *
   * @param collection its number
   * @param accepts leaves data points out whatever the rule says; absent when it leaves out none
   */
  read(
    { source, metric }: Pick<RoutedMetric, 'source' | 'metric'>,
    collection: number,
    accepts: PointFilter | undefined,
  ): void {
    const aggregation = this.#aggregationFor(source)
    if (aggregation === undefined) {
      this.#leaveOut([source], metric.dataPoints.length)
      return
    }
    readPoints(this.#candidateFor(source, aggregation).tally, metric, {
      accepts: bothFilters(this.#where, accepts),
      series: this.#seriesOf(source),
      collection,
    })
  }

  /** Ends the collection; `undefined` when it gave the chart nothing. */
  finish(span: Span): ChartUpdate | undefined {
    if (this.#candidates.some(isIdle)) {
      this.#candidates = this.#candidates.filter((candidate) => !isIdle(candidate))
    }
    this.#elect(this.#candidates)
    let aggregate: Aggregate | undefined
    for (const candidate of this.#candidates) {
      const other = this.#settle(candidate, span)
      aggregate = aggregate && other ? mergeAggregates(aggregate, other) : (aggregate ?? other)
      emptyCandidate(candidate)
    }
    if (this.#keeper === undefined || aggregate === undefined) return undefined
    const { chart, settings, source } = this.#keeper
    return { chart, aggregate, settings, metric: source.name }
  }

  /** The chart's name; as long as it has no keeper, the one `metric` would give it. */
  nameFor(metric: string): string {
    return this.#keeper?.chart ?? this.#plan.toName(metric)
  }

  #settle({ model, tally, sources }: Candidate, span: Span): Aggregate | undefined {
    // All of them have one shape and one aggregation, so what holds of the first holds of all.
    const [first = model] = sources
    if (this.#aggregationFor(first) === undefined) {
      this.#leaveOut(sources, tally.points + tally.nonfinite)
      return undefined
    }
    for (const source of sources) this.#sayRefusedAggregation(source, tally.aggregation)
    const chart = this.nameFor(first.name)
    this.#ledger.drop(chart, 'series', tally.tooManySeries)
    this.#ledger.drop(chart, 'nonfinite', tally.nonfinite)
    if (tally.points === 0) return undefined
    const aggregate = toTallyAggregate(tally, this.#runningTotal, span)
    if (aggregate === undefined) this.#ledger.drop(chart, 'nonfinite', tally.points)
    else this.#runningTotal += tally.lasting
    return aggregate
  }

  // `undefined` when the metric can't feed this chart.
  #aggregationFor(source: MetricSource): Aggregation | undefined {
    const keeper = this.#keeper
    if (keeper === undefined || this.#yieldsTo(source)) {
      return resolveAggregation(source, this.#plan.rule?.aggregation)
    }
    const fits = this.#plan.rule?.as !== undefined || addUp(source, keeper.source, this.#plan)
    return fits && suits(source, keeper.aggregation) ? keeper.aggregation : undefined
  }

  #elect(candidates: readonly Candidate[]): void {
    if (this.#keeper !== undefined && this.#keeper.settings.slot !== 'none') return
    const chosen = chooseKeeper(candidates, this.#plan)
    if (chosen !== undefined && this.#yieldsTo(chosen.source)) this.#keeper = chosen
  }

  /** A keeper that gets no slot must not keep one from a metric that would. */
  #yieldsTo(source: MetricSource): boolean {
    if (this.#keeper === undefined) return true
    return this.#keeper.settings.slot === 'none' && this.#plan.toSlot(source) !== 'none'
  }

  #candidateFor(source: MetricSource, aggregation: Aggregation): Candidate {
    for (const candidate of this.#candidates) {
      const { model, tally, sources } = candidate
      if (tally.aggregation !== aggregation || !addUp(model, source, this.#plan)) continue
      if (!sources.includes(source)) sources.push(source)
      return candidate
    }
    const tally = createTally(source.kind, aggregation)
    const candidate = { model: source, tally, sources: [source] }
    this.#candidates.push(candidate)
    return candidate
  }

  #seriesOf({ id }: MetricSource): SeriesTable {
    const series = this.#series.get(id) ?? new SeriesTable()
    this.#series.set(id, series)
    return series
  }

  #leaveOut(sources: readonly MetricSource[], points: number): void {
    const [first] = sources
    if (first === undefined) return
    const keeper = this.#keeper
    this.#ledger.drop(this.nameFor(first.name), keeper ? 'shared_name' : 'temporality', points)
    for (const source of sources) {
      this.#series.delete(source.id)
      const message = keeper ? saySharedName(source, keeper) : sayTemporality(source)
      this.#ledger.say(`left out ${this.nameFor(source.name)} ${source.id}`, 'warn', message)
    }
  }

  #sayRefusedAggregation(source: MetricSource, used: Aggregation): void {
    const asked = this.#plan.rule?.aggregation
    if (asked === undefined || asked === used) return
    // Once a metric, whatever meters and units it comes in.
    const key = `aggregation ${this.nameFor(source.name)} ${source.name.toLowerCase()}`
    this.#ledger.say(key, 'warn', sayRefusedAggregation(source, asked, used))
  }
}
