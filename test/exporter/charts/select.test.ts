import { AggregationTemporality, AggregationType, InstrumentType } from '@opentelemetry/sdk-metrics'
import type { Aggregation } from '@spikelog-otel/client'
import { describe, expect, it } from 'vitest'
import {
  asksLastOfGauges,
  selectAggregationOption,
  toInstrumentReading,
} from '../../../packages/exporter/src/charts/select-aggregation-option.ts'
import { selectTemporality } from '../../../packages/exporter/src/charts/select-temporality.ts'

const plain = {
  type: AggregationType.EXPLICIT_BUCKET_HISTOGRAM,
  options: { boundaries: [], recordMinMax: true },
}
const sum = { type: AggregationType.SUM }
const lastValue = { type: AggregationType.LAST_VALUE }
const { DELTA, CUMULATIVE } = AggregationTemporality

describe('what is asked of the SDK', () => {
  it.each([
    [InstrumentType.COUNTER, DELTA, sum, sum],
    [InstrumentType.OBSERVABLE_COUNTER, DELTA, sum, sum],
    [InstrumentType.HISTOGRAM, DELTA, plain, plain],
    [InstrumentType.GAUGE, DELTA, plain, lastValue],
    [InstrumentType.OBSERVABLE_GAUGE, DELTA, lastValue, lastValue],
    [InstrumentType.UP_DOWN_COUNTER, CUMULATIVE, sum, sum],
    [InstrumentType.OBSERVABLE_UP_DOWN_COUNTER, CUMULATIVE, sum, sum],
  ])('suits %s', (instrument, temporality, aggregation, whenLastIsAsked) => {
    expect(selectTemporality(instrument)).toBe(temporality)
    expect(selectAggregationOption(instrument, { lastOfGauges: false, quantiles: false })).toEqual(
      aggregation,
    )
    expect(selectAggregationOption(instrument, { lastOfGauges: true, quantiles: false })).toEqual(
      whenLastIsAsked,
    )
  })

  it('leaves an instrument of the future to the SDK', () => {
    const future: InstrumentType = JSON.parse('"PROFILER"')
    expect(selectTemporality(future)).toBe(DELTA)
    expect(selectAggregationOption(future, { lastOfGauges: false, quantiles: false })).toEqual({
      type: AggregationType.DEFAULT,
    })
  })

  it('gives every instrument options of its own, so that none can change another’s', () => {
    const [a, b] = [1, 2].map(() =>
      selectAggregationOption(InstrumentType.HISTOGRAM, { lastOfGauges: false, quantiles: false }),
    )
    expect(a).not.toBe(b)
  })

  it('asks buckets of histograms, and of nothing else, when a rule asks a quantile', () => {
    const reading = { lastOfGauges: false, quantiles: true }
    expect(selectAggregationOption(InstrumentType.HISTOGRAM, reading)).toEqual({
      type: AggregationType.EXPONENTIAL_HISTOGRAM,
      options: { maxSize: 320, recordMinMax: true },
    })
    for (const type of Object.values(InstrumentType)) {
      if (type === InstrumentType.HISTOGRAM) continue
      const unasked = { ...reading, quantiles: false }
      expect(selectAggregationOption(type, reading)).toEqual(selectAggregationOption(type, unasked))
    }
  })

  it.each<[string, Aggregation, boolean]>([
    ['a quantile', 'p50', true],
    ['none', 'max', false],
  ])('sees whether rules ask %s', (_what, aggregation, quantiles) => {
    const rules = [{ metric: 'a' }, { metric: 'b', aggregation }]
    expect(toInstrumentReading(rules)).toEqual({ lastOfGauges: false, quantiles })
  })

  it('asks last values of gauges when a rule asks `last`', () => {
    expect(asksLastOfGauges([{ metric: 'a' }, { metric: 'b', aggregation: 'max' }])).toBe(false)
    expect(asksLastOfGauges([{ metric: 'a' }, { metric: 'b', aggregation: 'last' }])).toBe(true)
  })
})
