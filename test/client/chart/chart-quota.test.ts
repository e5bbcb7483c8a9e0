import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ChartQuota } from '../../../packages/client/src/chart/chart-quota.ts'
import type { Candidate } from '../../../packages/client/src/chart/chart-quota.ts'
import { check } from '../support/soak.ts'

const wanted = (...charts: string[]): Candidate[] =>
  charts.map((chart) => ({ chart, slot: 'wanted' }))

describe('ChartQuota', () => {
  it('does not depend on the order of arrival within a bucket', () =>
    check(
      fc.property(
        fc
          .uniqueArray(
            fc.record({
              chart: fc.string({ minLength: 1, maxLength: 3 }),
              slot: fc.constantFrom('reserved', 'wanted', 'spare', 'none'),
            }),
            { selector: ({ chart }) => chart, maxLength: 20 },
          )
          .chain((charts) =>
            fc.tuple(
              fc.constant(charts),
              fc.shuffledSubarray(charts, { minLength: charts.length }),
            ),
          ),
        fc.integer({ min: 1, max: 12 }),
        (orders, maxCharts) => {
          const [one, other] = orders.map((charts) => {
            const quota = new ChartQuota(maxCharts)
            for (const { chart, slot } of charts) quota.admissionOf(chart, slot)
            quota.decide(charts)
            return { admitted: quota.admitted, leftOut: quota.leftOut.toSorted() }
          })
          expect(one).toEqual(other)
          expect(one?.admitted.length).toBeLessThanOrEqual(maxCharts)
        },
      ),
      3000,
    ))

  it('admits wanted charts before spare ones, each by name, and none that asks for no slot', () => {
    const quota = new ChartQuota(3)
    quota.decide([
      { chart: 'a', slot: 'spare' },
      { chart: 'z', slot: 'wanted' },
      { chart: 'b', slot: 'spare' },
      { chart: '0', slot: 'none' },
      { chart: 'y', slot: 'wanted' },
    ])
    expect(quota.admitted).toEqual(['y', 'z', 'a'])
    expect(quota.takeUnsaid()).toEqual(['0', 'b'])
  })

  it('keeps who is in, whoever comes later', () => {
    const quota = new ChartQuota(2)
    quota.decide(wanted('y', 'z'))
    quota.decide(wanted('a', 'y'))
    expect(quota.admitted).toEqual(['y', 'z'])
    expect(quota.admissionOf('a', 'wanted')).toBe('left_out')
  })

  it('holds reserved slots from the start, in their order, up to the limit', () => {
    const quota = new ChartQuota(2, { reserved: ['z', 'y', 'x'] })
    expect(quota.admitted).toEqual(['z', 'y'])
    expect(quota.admissionOf('z', 'wanted')).toBe('admitted')
    expect(quota.admissionOf('x', 'reserved')).toBe('left_out')
  })

  it('leaves undecided who may still get a slot', () => {
    const quota = new ChartQuota(1)
    expect(quota.admissionOf('b', 'wanted')).toBe('undecided')
    expect(quota.admissionOf('a', 'spare')).toBe('undecided')
    expect(quota.takeUnsaid()).toEqual([])
  })

  it('names each chart that is left out once, and not those known from the start', () => {
    const quota = new ChartQuota(1, { leftOut: ['known'] })
    quota.decide(wanted('a', 'b', 'known'))
    expect(quota.takeUnsaid()).toEqual(['b'])
    quota.decide(wanted('a', 'b', 'c', 'known'))
    expect(quota.takeUnsaid()).toEqual(['c'])
    expect(quota.takeUnsaid()).toEqual([])
  })

  it('forgets that it left a chart out once that chart gets a slot', () => {
    const quota = new ChartQuota(2)
    expect(quota.admissionOf('users', 'none')).toBe('left_out')
    quota.decide(wanted('users'))
    expect(quota.admitted).toEqual(['users'])
    expect(quota.leftOut).toEqual([])
  })

  it('remembers at most 1000 names, and leaves the others out all the same', () => {
    const quota = new ChartQuota(1)
    quota.decide(wanted('a'))
    for (let name = 0; name < 5000; name += 1) {
      expect(quota.admissionOf(`invented ${name}`, 'wanted')).toBe('left_out')
    }
    expect(quota.leftOut).toHaveLength(1000)
    expect(quota.takeUnsaid()).toHaveLength(1000)
  })
})
