import { expect, it } from 'vitest'
import { adviseLeftOut } from '../../packages/exporter/src/advise-left-out.ts'

it('gives rules to paste: one that was left out, and what is charted now', () => {
  const context = { prefix: 'shop.', hasRules: false, maxCharts: 3 }
  expect(adviseLeftOut(['shop.late', 'shop.x'], ['shop.a:b', 'shop.c', 'shop.d'], context)).toBe(
    'To choose yourself, name up to 3 metrics, which replaces this choice: ' +
      "`charts: ['late', 'a%3Ab', 'c']` (or SPIKELOG_CHARTS, separated by commas).",
  )
})

it('advises who has rules to name what matters without a wildcard', () => {
  const context = { prefix: undefined, hasRules: true, maxCharts: 10 }
  expect(adviseLeftOut(["jobs.o'clock"], [], context)).toBe(
    String.raw`Rules without ${'`*`'} come first: name what matters, e.g. 'jobs.o\'clock'.`,
  )
})
