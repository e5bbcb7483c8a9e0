import type { Aggregation, ChartSettings, Slot } from '@spikelog-otel/client'
import type { ResolvedChartRule } from './chart-rule.ts'
import { compareSources } from './metric-source.ts'
import type { MetricSource } from './metric-source.ts'
import { emptyTally } from './tally.ts'
import type { Tally } from './tally.ts'

/** What is known of a chart before any metric has come. */
export interface ChartPlan {
  readonly rule?: ResolvedChartRule | undefined
  readonly toName: (metric: string) => string
  readonly toSlot: (keeper: MetricSource) => Slot
}

/**
 * Metrics that add up. Which of them a chart shows is settled when the collection ends; the next one
 * goes on with it, emptied, so that it need not be made again.
 */
export interface Candidate {
  /** Whatever adds up with it belongs here. */
  readonly model: MetricSource
  readonly tally: Tally
  /** Those of the running collection, each once. */
  readonly sources: MetricSource[]
}

/** Tells whether the running collection gave a candidate nothing. */
export function isIdle({ sources }: Candidate): boolean {
  return sources.length === 0
}

/** Makes a candidate ready for the next collection. */
export function emptyCandidate({ tally, sources }: Candidate): void {
  emptyTally(tally)
  // Unlike a length of 0, it keeps the room that the next collection needs.
  while (sources.length > 0) sources.pop()
}

/** The metric a chart belongs to for good, and what follows from it. */
export interface Keeper {
  readonly source: MetricSource
  readonly chart: string
  readonly settings: ChartSettings
  readonly aggregation: Aggregation
}

/** Tells whether metrics add up on one chart: kind and unit are the same, or a rule says so. */
export function addUp(a: MetricSource, b: MetricSource, { rule }: ChartPlan): boolean {
  return a.kind === b.kind && (a.unit === b.unit || rule?.as !== undefined)
}

/**
 * Gives a chart to one of the metrics that want it: the app's own first, then the first by meter.
 * All of a collection are known by then, so their order in it does not matter.
 */
export function chooseKeeper(
  candidates: readonly Candidate[],
  plan: ChartPlan,
): Keeper | undefined {
  const asked = plan.rule?.aggregation
  const ranked = candidates
    .filter(({ tally }) => tally.points > 0)
    .map(({ tally, sources }) => ({ tally, source: firstOf(sources) }))
    .sort((a, b) => compareSources(a.source, b.source))
  // Several metrics under one name by a rule's word: the rule's aggregation should suit the keeper.
  const suited =
    plan.rule?.as === undefined ? [] : ranked.filter((c) => c.tally.aggregation === asked)
  const chosen = suited[0] ?? ranked[0]
  return chosen && toKeeper(chosen.source, chosen.tally.aggregation, plan)
}

function toKeeper(source: MetricSource, aggregation: Aggregation, plan: ChartPlan): Keeper {
  const { scale, clamp } = plan.rule ?? {}
  return {
    source,
    chart: plan.toName(source.name),
    aggregation,
    settings: {
      aggregation,
      ...(scale === undefined ? {} : { scale }),
      ...(clamp === undefined ? {} : { clamp }),
      slot: plan.toSlot(source),
    },
  }
}

function firstOf(sources: readonly MetricSource[]): MetricSource {
  return sources.reduce((a, b) => (compareSources(a, b) <= 0 ? a : b))
}
