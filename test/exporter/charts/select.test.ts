import { AggregationTemporality, AggregationType, InstrumentType } from '@opentelemetry/sdk-metrics'
import { describe, expect, it } from 'vitest'
import {
  asksLastOfGauges,
  selectAggregationOption,
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
    expect(selectAggregationOption(instrument, { lastOfGauges: false })).toEqual(aggregation)
    expect(selectAggregationOption(instrument, { lastOfGauges: true })).toEqual(whenLastIsAsked)
  })

  it('leaves an instrument of the future to the SDK', () => {
    const future: InstrumentType = JSON.parse('"PROFILER"')
    expect(selectTemporality(future)).toBe(DELTA)
    expect(selectAggregationOption(future, { lastOfGauges: false })).toEqual({
      type: AggregationType.DEFAULT,
    })
  })

  it('gives every instrument options of its own, so that none can change another’s', () => {
    const [a, b] = [1, 2].map(() =>
      selectAggregationOption(InstrumentType.HISTOGRAM, { lastOfGauges: false }),
    )
    expect(a).not.toBe(b)
  })

  it('asks last values of gauges when a rule asks `last`', () => {
    expect(asksLastOfGauges([{ metric: 'a' }, { metric: 'b', aggregation: 'max' }])).toBe(false)
    expect(asksLastOfGauges([{ metric: 'a' }, { metric: 'b', aggregation: 'last' }])).toBe(true)
  })
})
