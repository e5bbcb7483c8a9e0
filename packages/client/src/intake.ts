import { withSketch } from './aggregate/aggregate.ts'
import type { Aggregate } from './aggregate/aggregate.ts'
import { aggregations, isAggregation, isQuantile } from './aggregate/aggregation.ts'
import type { Aggregation } from './aggregate/aggregation.ts'
import { maxChartNames } from './bucket/bucket-store.ts'
import type { BucketStore } from './bucket/bucket-store.ts'
import { isChartName, maxChartNameLength, toChartName } from './chart/chart-name.ts'
import type { ChartQuota } from './chart/chart-quota.ts'
import type { ChartRegistry } from './chart/chart-registry.ts'
import type { ChartSettings } from './chart/chart-settings.ts'
import { isChartable } from './chart/to-point.ts'
import type { Clock } from './clock.ts'
import { describeValue } from './describe-value.ts'
import type { DropReason } from './health/drop-reason.ts'
import type { HealthRecorder } from './health/health-recorder.ts'
import type { OnceLog } from './once-log.ts'

/** What {@link Intake} needs. */
export interface IntakeParts {
  readonly prefix: string | undefined
  readonly store: BucketStore
  readonly registry: ChartRegistry
  readonly quota: ChartQuota
  readonly health: HealthRecorder
  readonly once: OnceLog
  readonly clock: Clock
  /** Whether a chart without a slot is worth aggregating: its points go to a file. */
  readonly keepsLeftOut: boolean
  readonly onStoreError: (error: unknown) => void
  readonly onMerged: () => void
  readonly onOverflow: () => void
}

/** Takes measurements in: checks them, counts what it cannot take, merges the rest. Never throws. */
export class Intake {
  readonly #parts: IntakeParts
  #isClosed = false

  constructor(parts: IntakeParts) {
    this.#parts = parts
  }

  close(): void {
    this.#isClosed = true
  }

  /** @param aggregate `undefined` for one that could not be read */
  merge(chart: unknown, aggregate: Aggregate | undefined, settings: ChartSettings): void {
    const { store, registry, quota, keepsLeftOut, onMerged } = this.#parts
    if (this.#isClosed) {
      this.#drop('closed', '', 'Measured after `close()`: dropped. Close the client last.')
      return
    }
    const name = this.#toName(chart)
    if (name === undefined) return
    const fixed = store.durable?.settingsOf(name) ?? registry.find(name) ?? settings
    const kept = aggregate && keepNeeded(aggregate, settings.aggregation)
    if (!this.#isTaken(name, kept, settings, fixed) || kept === undefined) return
    if (quota.admissionOf(name, fixed.slot ?? 'wanted') === 'left_out' && !keepsLeftOut) {
      this.#parts.health.dropped('quota')
      return
    }
    if (!this.#isStored(name, kept, settings)) return
    registry.fix(name, settings)
    onMerged()
  }

  #isStored(name: string, aggregate: Aggregate, settings: ChartSettings): boolean {
    const { store, health, clock, onStoreError } = this.#parts
    try {
      const isStored = this.#hasRoomFor(name) && store.merge(name, aggregate, clock.now(), settings)
      if (!isStored) this.#overflow(name)
      return isStored
    } catch (error) {
      // A store outside this process (a file, a server) can fail; that is not the app's fault.
      health.dropped('store')
      onStoreError(error)
      return false
    }
  }

  /** Room is kept for the charts with a slot: names that are invented must not cost them. */
  #hasRoomFor(name: string): boolean {
    const { store, registry, quota } = this.#parts
    if (quota.isAdmitted(name) || registry.find(name) !== undefined) return true
    if (registry.size + quota.admitted.length < maxChartNames) return true
    const waiting = store.pending()
    const toCome = quota.admitted.filter((chart) => !waiting.has(chart))
    return waiting.has(name) || waiting.size + toCome.length < maxChartNames
  }

  #toName(chart: unknown): string | undefined {
    if (typeof chart === 'string') {
      const name = toChartName(this.#parts.prefix, chart)
      if (isChartName(name)) return name
    }
    const shown = describeValue(chart)
    this.#drop(
      'chart_name',
      shown,
      `Expected a chart name of 1 to ${maxChartNameLength} characters (prefix included) without ` +
        `control characters, got ${shown}: dropped.`,
    )
    return undefined
  }

  #isTaken(
    name: string,
    aggregate: Aggregate | undefined,
    settings: ChartSettings,
    fixed: ChartSettings,
  ): boolean {
    const aggregation: unknown = settings.aggregation
    if (!isAggregation(aggregation)) {
      this.#drop(
        'aggregation',
        name,
        `Chart \`${name}\`: expected aggregation to be one of ${aggregations.join(', ')}, ` +
          `got ${describeValue(aggregation)}: dropped.`,
      )
      return false
    }
    if (aggregation !== fixed.aggregation) {
      this.#drop(
        'aggregation',
        name,
        `Chart \`${name}\`: expected aggregation \`${fixed.aggregation}\`, fixed by its first use, ` +
          `got ${describeValue(aggregation)}: dropped. Use one aggregation a chart, or a second chart.`,
      )
      return false
    }
    if (aggregate === undefined || !isChartable(aggregate, aggregation)) {
      this.#drop(
        'nonfinite',
        name,
        `Chart \`${name}\`: expected a finite number, got none for \`${aggregation}\`: dropped. ` +
          'Check what is measured; NaN and Infinity cannot be charted' +
          (isQuantile(aggregation)
            ? ', merged aggregates need the `sketch` of `withSketch`.'
            : '.'),
      )
      return false
    }
    return true
  }

  #overflow(name: string): void {
    this.#drop(
      'too_many_names',
      '',
      `More than 1000 chart names at once, \`${name}\` is the first too many: dropped. ` +
        'Take ids and other changing parts out of chart names.',
    )
    this.#parts.onOverflow()
  }

  #drop(reason: DropReason, subject: string, message: string): void {
    this.#parts.health.dropped(reason)
    this.#parts.once.warn(reason, subject, message)
  }
}

/** A sketch is carried where a quantile is asked and nowhere else: it is large beside the rest. */
function keepNeeded(aggregate: Aggregate, aggregation: Aggregation): Aggregate {
  if (isQuantile(aggregation)) return withSketch(aggregate)
  if (aggregate.sketch === undefined) return aggregate
  const { sketch: _sketch, ...others } = aggregate
  return others
}
