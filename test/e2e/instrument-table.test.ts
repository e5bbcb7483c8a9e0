import { ValueType } from '@opentelemetry/api'
import { describe, expect, it } from 'vitest'
import { useApp, valuesOf } from '../support/use-app.ts'
import { useLocal } from '../support/use-local.ts'
import { verifies } from '../requirements.ts'

describe(verifies('instruments', 'what an instrument becomes'), () => {
  it('charts a counter as the sum over its attribute sets, once a bucket', async () => {
    const local = await useLocal()
    const { provider } = useApp(local)
    const users = provider.getMeter('app').createCounter('users')
    for (let plan = 0; plan < 500; plan += 1) users.add(2, { plan })
    await provider.forceFlush()
    users.add(5, { plan: 1 })
    await provider.forceFlush()
    expect(valuesOf(local, 'users')).toEqual([1000, 5])
  })

  it('counts the overflow set of a counter with too many attribute sets', async () => {
    const local = await useLocal()
    const { provider } = useApp(local)
    const users = provider.getMeter('app').createCounter('users')
    for (let id = 0; id < 5000; id += 1) users.add(1, { id })
    await provider.forceFlush()
    expect(valuesOf(local, 'users')).toEqual([5000])
  })

  // Of observable counters the SDK itself keeps only one set of those above the limit.
  it('counts the overflow set of the other instruments too', async () => {
    const local = await useLocal()
    const { provider } = useApp(local, {
      charts: ['latency', 'latency:count=requests', 'depth', 'open', 'heat'],
    })
    const meter = provider.getMeter('app')
    const latency = meter.createHistogram('latency')
    const depth = meter.createGauge('depth')
    const open = meter.createUpDownCounter('open')
    const ids = Array.from({ length: 2500 }, (_, id) => id)
    for (const id of ids) {
      latency.record(id, { id })
      depth.record(id, { id })
      open.add(2, { id })
    }
    meter.createObservableGauge('heat').addCallback((result) => {
      for (const id of ids) result.observe(id, { id })
    })
    await provider.forceFlush()
    const charted = local.charts().map(({ chart, lastValue }) => [chart, lastValue])
    expect(Object.fromEntries(charted)).toEqual({
      latency: 1249.5,
      requests: 2500,
      depth: 2499,
      open: 5000,
      heat: 2499,
    })
  })

  it('charts an observable counter as what was added since the last bucket', async () => {
    const local = await useLocal()
    const { provider } = useApp(local)
    let bytes = 100
    const counter = provider.getMeter('app').createObservableCounter('bytes')
    counter.addCallback((result) => {
      result.observe(bytes, { disk: 'a' })
      result.observe(2 * bytes, { disk: 'b' })
    })
    await provider.forceFlush()
    bytes = 150
    await provider.forceFlush()
    expect(valuesOf(local, 'bytes')).toEqual([300, 150])
  })

  it('charts a histogram as the average over all its measurements', async () => {
    const local = await useLocal()
    const { provider } = useApp(local)
    const latency = provider.getMeter('app').createHistogram('latency', {
      advice: { explicitBucketBoundaries: [1, 2] },
    })
    latency.record(10, { route: '/a' })
    latency.record(20, { route: '/a' })
    latency.record(90, { route: '/b' })
    await provider.forceFlush()
    expect(valuesOf(local, 'latency')).toEqual([40])
  })

  it('charts a gauge as its peak, also when that lies in the middle of the bucket', async () => {
    const local = await useLocal()
    const { provider } = useApp(local)
    const depth = provider.getMeter('app').createGauge('depth')
    for (const value of [3, 99, 4]) depth.record(value, { queue: 'mail' })
    depth.record(50, { queue: 'sms' })
    await provider.forceFlush()
    depth.record(7, { queue: 'mail' })
    await provider.forceFlush()
    expect(valuesOf(local, 'depth')).toEqual([99, 7])
  })

  it('charts an observable gauge as the maximum over its attribute sets', async () => {
    const local = await useLocal()
    const { provider } = useApp(local)
    const gauge = provider.getMeter('app').createObservableGauge('temperature')
    gauge.addCallback((result) => {
      result.observe(21, { room: 'a' })
      result.observe(25, { room: 'b' })
    })
    await provider.forceFlush()
    expect(valuesOf(local, 'temperature')).toEqual([25])
  })

  it('charts an up-down counter as its level, also when it goes down', async () => {
    const local = await useLocal()
    const { provider } = useApp(local, { clamp: false })
    const open = provider.getMeter('app').createUpDownCounter('open')
    open.add(5, { kind: 'cart' })
    open.add(3, { kind: 'order' })
    await provider.forceFlush()
    open.add(-2, { kind: 'cart' })
    await provider.forceFlush()
    await provider.forceFlush()
    open.add(-10, { kind: 'order' })
    await provider.forceFlush()
    expect(valuesOf(local, 'open')).toEqual([8, 6, 6, -4])
  })

  it('charts an observable up-down counter as its level', async () => {
    const local = await useLocal()
    const { provider } = useApp(local)
    let level = 9
    const counter = provider.getMeter('app').createObservableUpDownCounter('level')
    counter.addCallback((result) => {
      result.observe(level, { pool: 'a' })
      result.observe(1, { pool: 'b' })
    })
    await provider.forceFlush()
    level = 4
    await provider.forceFlush()
    expect(valuesOf(local, 'level')).toEqual([10, 5])
  })

  it('feeds one chart from two meters whose metrics are of one kind and unit', async () => {
    const local = await useLocal()
    const { provider } = useApp(local)
    provider.getMeter('a').createCounter('users').add(1)
    provider.getMeter('b').createCounter('users').add(2)
    await provider.forceFlush()
    expect(valuesOf(local, 'users')).toEqual([3])
  })

  it('keeps two meters apart whose metrics differ in unit, and names the one left out', async () => {
    const local = await useLocal()
    const { provider, logger } = useApp(local)
    provider.getMeter('b').createCounter('size', { unit: 'By' }).add(2)
    provider.getMeter('a').createCounter('size', { unit: 'm' }).add(1)
    await provider.forceFlush()
    await provider.forceFlush()
    expect(valuesOf(local, 'size')).toEqual([1])
    expect(logger.at('warn').filter((line) => line.includes('size'))).toHaveLength(1)
  })

  it('charts by rule: sum, count, rate, max, min and last', async () => {
    const local = await useLocal()
    const { provider } = useApp(local, {
      charts: [
        'latency:count=requests',
        'latency:max=slowest',
        'latency:min=fastest',
        'latency:sum=busy',
        { metric: 'latency', aggregation: 'avg', as: 'latency ms', scale: 1000 },
        { metric: 'latency', aggregation: 'count', as: 'route a', where: { route: '/a' } },
        'open:last',
      ],
    })
    const meter = provider.getMeter('app')
    const latency = meter.createHistogram('latency', { valueType: ValueType.DOUBLE })
    latency.record(0.5, { route: '/a' })
    latency.record(1.5, { route: '/b' })
    meter.createUpDownCounter('open').add(4)
    meter.createCounter('not charted').add(1)
    await provider.forceFlush()
    const charted = local.charts().map(({ chart, lastValue }) => [chart, lastValue])
    expect(Object.fromEntries(charted)).toEqual({
      requests: 2,
      slowest: 1.5,
      fastest: 0.5,
      busy: 2,
      'latency ms': 1000,
      'route a': 1,
      open: 4,
    })
  })

  it('reads every gauge as its last value when a rule asks for one of them', async () => {
    const local = await useLocal()
    const { provider, logger } = useApp(local, { charts: ['depth:last', 'heat', 'level:avg'] })
    const meter = provider.getMeter('app')
    const gauges = ['depth', 'heat', 'level'].map((name) => meter.createGauge(name))
    for (const gauge of gauges) for (const value of [3, 99, 4]) gauge.record(value)
    await provider.forceFlush()
    expect(local.charts().map(({ chart, lastValue }) => [chart, lastValue])).toEqual([
      ['depth', 4],
      ['heat', 4],
      ['level', 4],
    ])
    expect(logger.lines).toHaveLength(1)
    expect(logger.lines[0]?.message).toContain('peaks between two collections are given up')
  })

  it('puts the prefix before every chart, with one dot between', async () => {
    const local = await useLocal()
    const { provider } = useApp(local, { prefix: 'shop.', charts: ['users', 'orders=new orders'] })
    const meter = provider.getMeter('app')
    meter.createCounter('users').add(1)
    meter.createCounter('orders').add(2)
    await provider.forceFlush()
    expect(local.charts().map(({ chart }) => chart)).toEqual(['shop.users', 'shop.new orders'])
  })
})
