/** What OpenTelemetry calls the things that measure. */
type Instrument = 'Counter' | 'UpDownCounter' | 'Histogram' | 'Gauge' | 'ObservableGauge'

/** What a chart of the demo is made of. */
export interface ChartSource {
  readonly instrument: Instrument
  /** How a bucket becomes a point when no rule says otherwise. */
  readonly aggregation: string
}

/** The exporter's default for each instrument. */
const aggregations: Readonly<Record<Instrument, string>> = {
  Counter: 'sum',
  UpDownCounter: 'last',
  Histogram: 'avg',
  Gauge: 'max',
  ObservableGauge: 'max',
}

/** The service's own metrics. */
const ownInstruments: Readonly<Record<string, Instrument>> = {
  'cache.hit.ratio': 'ObservableGauge',
  'carts.open': 'UpDownCounter',
  'checkout.duration': 'Histogram',
  'order.value': 'Histogram',
  orders: 'Counter',
  'queue.depth': 'Gauge',
  signups: 'Counter',
}

/** Those of the instrumentations that the exporter charts when slots are free. */
const otherInstruments: Readonly<Record<string, Instrument>> = {
  'http.server.request.duration': 'Histogram',
  'nodejs.eventloop.delay.p99': 'ObservableGauge',
  'nodejs.eventloop.utilization': 'ObservableGauge',
}

/** Charts that hold points after any run, however short. */
export const expectedCharts: readonly string[] = [
  ...Object.keys(ownInstruments),
  'http.server.request.duration',
]

/** What is known of the instrument behind a chart. */
export function sourceOf(chart: string): ChartSource | undefined {
  const instrument = ownInstruments[chart] ?? otherInstruments[chart]
  return instrument && { instrument, aggregation: aggregations[instrument] }
}
