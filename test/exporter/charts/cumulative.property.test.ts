import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { batch, collect, counter, createBook, histogram } from './fake-metrics.ts'

// What one series does between two collections: grow, start again and grow, or go missing.
const step = fc.record({
  grows: fc.nat({ max: 1000 }),
  restarts: fc.boolean(),
  reports: fc.constantFrom('value', 'NaN', 'nothing'),
})
const life = fc.array(fc.tuple(step, step, step), { minLength: 1, maxLength: 12 })

// fast-check prints the seed and the smallest failing life.
it('counts exactly what cumulative series grew by, through restarts and gaps', () => {
  fc.assert(
    fc.property(life, fc.boolean(), (steps, isHistogram) => {
      const book = createBook(['m:sum'])
      const totals = [0, 0, 0]
      const starts = [1, 1, 1]
      // What a series grew by and has not reported; lost when it starts again first.
      const unreported = [0, 0, 0]
      let counted = 0
      let expected = 0
      for (const [now, series] of steps.entries()) {
        const points = series.flatMap(({ grows, restarts, reports }, i) => {
          if (restarts) {
            totals[i] = 0
            unreported[i] = 0
            starts[i] = now + 2
          }
          totals[i] = (totals[i] ?? 0) + grows
          unreported[i] = (unreported[i] ?? 0) + grows
          if (reports === 'nothing') return []
          if (reports === 'value') {
            expected += unreported[i] ?? 0
            unreported[i] = 0
          }
          const value = reports === 'NaN' ? Number.NaN : (totals[i] ?? 0)
          return [{ value, attributes: { i }, start: [starts[i] ?? 0, 0] as [number, number] }]
        })
        const metric = isHistogram
          ? histogram(
              'm',
              points.map((point) => ({
                ...point,
                value: { count: point.value, sum: point.value },
              })),
              { cumulative: true },
            )
          : counter('m', points, { cumulative: true })
        counted += collect(book, batch([metric]), now * 1000).updates[0]?.aggregate.sum ?? 0
      }
      expect(counted).toBe(expected)
    }),
  )
})
