import type { Aggregation, ChartSettings, Slot } from '@spikelog-otel/client'
import type { ResolvedChartRule } from './chart-rule.ts'
import { compareSources } from './metric-source.ts'
import type { MetricSource } from './metric-source.ts'
import type { Tally } from './tally.ts'

/** What is known of a chart before any metric has come. */
export interface ChartPlan {
  readonly rule?: ResolvedChartRule | undefined
  readonly toName: (metric: string) => string
  readonly toSlot: (keeper: MetricSource) => Slot
}

/** Metrics of one shape: they add up. Which shape a chart has is settled when the collection ends. */
export interface Candidate {
  readonly tally: Tally
  /** By id; never empty. */
  readonly sources: Map<string, MetricSource>
}

/** The metric a chart belongs to for good, and what follows from it. */
export interface Keeper {
  readonly source: MetricSource
  readonly shape: string
  readonly chart: string
  readonly settings: ChartSettings
  readonly aggregation: Aggregation
}

/** What metrics must have in common to add up on one chart: everything but a rule's word for it. */
export function toShape({ kind, unit }: MetricSource, { rule }: ChartPlan): string {
  return rule?.as === undefined ? `${kind} ${unit}` : kind
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
    shape: toShape(source, plan),
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

function firstOf(sources: ReadonlyMap<string, MetricSource>): MetricSource {
  return [...sources.values()].reduce((a, b) => (compareSources(a, b) <= 0 ? a : b))
}
