import type { HrTime } from '@opentelemetry/api'
import { describe, expect, it } from 'vitest'
import { batch, batchOf, collect, counter, createBook, histogram, upDown } from './fake-metrics.ts'
import type { FakeHistogram, FakePoint } from './fake-metrics.ts'

const cumulative = { cumulative: true }

// The sums of one collection after another of a cumulative counter.
function sumsOf(...collections: readonly (readonly (number | FakePoint<number>)[])[]) {
  const book = createBook()
  return collections.map((points, i) => {
    const metrics = batch([counter('m', points, cumulative)])
    return collect(book, metrics, (i + 1) * 1000).updates[0]?.aggregate.sum
  })
}

const at = (value: number, attributes = {}, start: HrTime = [1000, 0]) => ({
  value,
  attributes,
  start,
})

const deltasOf = (...values: readonly FakeHistogram[]) => {
  const book = createBook(['m:avg'])
  return values.map((value) => {
    const metrics = batch([histogram('m', [{ value }], cumulative)])
    const aggregate = collect(book, metrics).updates[0]?.aggregate
    return aggregate && [aggregate.count, aggregate.sum]
  })
}

const series = (from: number, to: number, value: number) =>
  Array.from({ length: to - from }, (_, i) => at(value, { i: from + i }))

const twoMeters = (a: number, b: number) =>
  batchOf({ a: [counter('m', [a], cumulative)], b: [counter('m', [b], cumulative)] })

const twoSets = (n: number) =>
  batch([counter('m', [at(n, { a: 1 }), at(n * 10, { a: 2 })], cumulative)])

const many = (value: number) => batch([counter('m', series(0, 2003, value), cumulative)])

describe('a cumulative counter', () => {
  it('counts from zero at first sight, then what it grew by', () => {
    expect(sumsOf([5], [7], [7], [12])).toEqual([5, 2, 0, 5])
  })

  it('counts each series by itself', () => {
    expect(
      sumsOf([at(5, { a: 1 }), at(100, { a: 2 })], [at(101, { a: 2 }), at(7, { a: 1 })]),
    ).toEqual([105, 3])
  })

  it('knows a series by its attributes, whatever their order', () => {
    expect(sumsOf([at(5, { a: 1, b: 2 })], [at(7, { b: 2, a: 1 })])).toEqual([5, 2])
  })

  it('tells a number from a text of the same digits', () => {
    expect(sumsOf([at(5, { a: 1 })], [at(7, { a: '1' })])).toEqual([5, 7])
  })

  it('takes a lower value as a restart', () => {
    expect(sumsOf([5], [3], [4])).toEqual([5, 3, 1])
  })

  it('takes a newer start as a restart even when the value is higher', () => {
    expect(sumsOf([at(5)], [at(7, {}, [1000, 1])], [at(9, {}, [1000, 1])])).toEqual([5, 7, 2])
    expect(sumsOf([at(5)], [at(7, {}, [1001, 0])])).toEqual([5, 7])
  })

  it('takes a start that comes late, or is missing later, as nothing', () => {
    const book = createBook()
    const sums = [undefined, [1000, 0], undefined].map((startTime, i) => {
      const metric = counter('m', [5 + i], cumulative)
      Object.assign(metric.dataPoints[0] ?? {}, { startTime })
      return collect(book, batch([metric])).updates[0]?.aggregate.sum
    })
    expect(sums).toEqual([5, 1, 1])
  })

  it('knows a series that has no attributes by their lack, however that is said', () => {
    const book = createBook()
    const sums = [{}, undefined].map((attributes, i) => {
      const metric = counter('m', [5 + i], cumulative)
      Object.assign(metric.dataPoints[0] ?? {}, { attributes })
      return collect(book, batch([metric])).updates[0]?.aggregate.sum
    })
    expect(sums).toEqual([5, 1])
  })

  it('takes an older start as nothing', () => {
    expect(sumsOf([at(5, {}, [1000, 5])], [at(7, {}, [999, 9])], [at(8, {}, [1000, 5])])).toEqual([
      5, 2, 1,
    ])
  })

  it('goes on where it stood after a number that is not finite', () => {
    expect(sumsOf([5], [Number.NaN], [7])).toEqual([5, undefined, 2])
    expect(sumsOf([Infinity], [7])).toEqual([undefined, 7])
  })

  it('keeps metrics of two meters apart', () => {
    const book = createBook()
    expect(collect(book, twoMeters(5, 100), 1000).updates[0]?.aggregate.sum).toBe(105)
    expect(collect(book, twoMeters(6, 102), 2000).updates[0]?.aggregate.sum).toBe(3)
  })

  it('feeds each chart of several rules in full', () => {
    const book = createBook(['m=all', { metric: 'm', as: 'some', where: { a: 1 } }])
    collect(book, twoSets(5))
    const { updates } = collect(book, twoSets(7))
    expect(updates.map(({ chart, aggregate }) => [chart, aggregate.sum])).toEqual([
      ['all', 22],
      ['some', 2],
    ])
  })
})

describe('a cumulative histogram', () => {
  it('gives what count and sum grew by, and nothing when nothing was recorded', () => {
    expect(deltasOf({ count: 2, sum: 6 }, { count: 3, sum: 10 }, { count: 3, sum: 10 })).toEqual([
      [2, 6],
      [1, 4],
      undefined,
    ])
  })

  it('takes a lower count as a restart, a lower sum not', () => {
    expect(deltasOf({ count: 3, sum: 6 }, { count: 4, sum: 1 }, { count: 1, sum: 2 })).toEqual([
      [3, 6],
      [1, -5],
      [1, 2],
    ])
  })

  it('is not poisoned by numbers that are not finite', () => {
    expect(
      deltasOf({ count: 2, sum: 6 }, { count: 3, sum: Infinity }, { count: 4, sum: 9 }),
    ).toEqual([[2, 6], undefined, [2, 3]])
    expect(
      deltasOf({ count: 2, sum: 6 }, { count: Number.NaN, sum: 7 }, { count: 4, sum: 9 }),
    ).toEqual([[2, 6], undefined, [2, 3]])
  })

  it('keeps counting while a sum that is not needed is not finite', () => {
    const book = createBook(['m:count'])
    const counts = [
      { count: 2, sum: 6 },
      { count: 3, sum: Infinity },
      { count: 5, sum: 9 },
    ].map((value) => collect(book, batch([histogram('m', [{ value }], cumulative)])))
    expect(counts.map(({ updates }) => updates[0]?.aggregate.count)).toEqual([2, 1, 2])
    expect(counts.map(({ updates }) => updates[0]?.aggregate.sum)).toEqual([6, 0, 3])
  })

  it('says once that its maximum is not that of a bucket', () => {
    const book = createBook(['m:max'])
    const metrics = batch([histogram('m', [{ count: 2, sum: 6, max: 5 }], cumulative)])
    const first = collect(book, metrics)
    expect(first.updates[0]?.settings.aggregation).toBe('avg')
    expect(first.notices).toHaveLength(1)
    expect(collect(book, metrics).notices).toEqual([])
  })
})

describe('an up-down counter by deltas', () => {
  it('keeps the running total', () => {
    const book = createBook()
    const totals = [[5, 1], [-2], [Number.NaN], [0]].map(
      (points) =>
        collect(book, batch([upDown('m', points, { cumulative: false })])).updates[0]?.aggregate,
    )
    expect(totals.map((total) => total?.last?.value)).toEqual([6, 4, undefined, 4])
    expect(totals[1]).toMatchObject({ count: 1, sum: 4, min: 4, max: 4 })
  })

  it('is not misled by a cumulative one beside it', () => {
    const book = createBook()
    const metrics = batchOf({
      a: [upDown('m', [5], { cumulative: false })],
      b: [upDown('m', [100])],
    })
    const totals = [1, 2].map(() => collect(book, metrics).updates[0]?.aggregate.sum)
    expect(totals).toEqual([105, 110])
  })
})

describe('more than 2000 cumulative series', () => {
  it('leave out those that come when 2000 are alive, rather than count totals twice', () => {
    const book = createBook()
    const first = collect(book, many(1), 1000)
    expect(first.updates[0]?.aggregate.sum).toBe(2000)
    expect(first.dropped).toEqual([{ chart: 'm', reason: 'series', count: 3 }])
    expect(collect(book, many(2), 2000).updates[0]?.aggregate.sum).toBe(2000)
  })

  it('replace the longest unseen', () => {
    const book = createBook()
    const add = (from: number, to: number, value: number) =>
      collect(book, batch([counter('m', series(from, to, value), cumulative)]))
    add(0, 2000, 1)
    add(1, 2000, 1)
    add(2, 2000, 1)
    // Series 0 has not been seen for two collections and makes room.
    const more = add(2, 2001, 5)
    expect(more.updates[0]?.aggregate.sum).toBe(1998 * 4 + 5)
    expect(more.dropped).toEqual([{ chart: 'm', reason: 'series', count: 1 }])
    expect(add(1, 2, 3).updates[0]?.aggregate.sum).toBe(2)
    expect(add(2000, 2001, 6).updates[0]?.aggregate.sum).toBe(1)
  })

  it('keep those that were alive a collection ago, wherever the new one stands', () => {
    const book = createBook()
    collect(book, batch([counter('m', series(0, 2000, 1), cumulative)]))
    const points = [...series(2000, 2001, 5), ...series(0, 2000, 2)]
    const { updates, dropped } = collect(book, batch([counter('m', points, cumulative)]))
    expect(updates[0]?.aggregate.sum).toBe(2000)
    expect(dropped).toEqual([{ chart: 'm', reason: 'series', count: 1 }])
  })

  it('keep those that were alive a collection ago, in however many parts it came', () => {
    const book = createBook()
    const other = counter('other', [1])
    const add = (points: readonly FakePoint<number>[]) => {
      book.add(batch([other]), 1000)
      return collect(book, batch([counter('m', points, cumulative), other]), 1000)
    }
    add(series(0, 2000, 1))
    const { updates } = add(series(2000, 2001, 5))
    expect(updates.map(({ chart }) => chart)).toEqual(['other'])
  })

  it('forget the longest unseen, not the first that ever came', () => {
    const book = createBook()
    const add = (points: readonly FakePoint<number>[]) =>
      collect(book, batch([counter('m', points, cumulative)])).updates[0]?.aggregate.sum
    add(series(0, 2000, 1))
    add(series(0, 1, 1))
    add(series(0, 1, 1))
    expect(add(series(2000, 2001, 5))).toBe(5)
    expect(add([...series(0, 1, 2), ...series(2, 3, 2)])).toBe(2)
    // Series 1 made room, so it counts from zero again.
    expect(add(series(1, 2, 7))).toBe(7)
  })

  it('are left out of histograms too', () => {
    const points = series(0, 2001, 1).map(({ attributes }) => ({
      value: { count: 1, sum: 2 },
      attributes,
    }))
    const { updates, dropped } = collect(createBook(), batch([histogram('m', points, cumulative)]))
    expect(updates[0]?.aggregate).toMatchObject({ count: 2000, sum: 4000 })
    expect(dropped).toEqual([{ chart: 'm', reason: 'series', count: 1 }])
  })

  it('are counted metric by metric', () => {
    const book = createBook()
    const metrics = batch([
      counter('a', series(0, 2000, 1), cumulative),
      counter('b', series(0, 2000, 1), cumulative),
    ])
    expect(collect(book, metrics).dropped).toEqual([])
  })
})
