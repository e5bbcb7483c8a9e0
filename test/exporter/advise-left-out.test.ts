import { expect, it } from 'vitest'
import { adviseLeftOut } from '../../packages/exporter/src/advise-left-out.ts'

it('gives rules to paste: one that was left out, and what is charted now', () => {
  const context = { prefix: 'shop.', hasRules: false, maxCharts: 3 }
  expect(adviseLeftOut(['shop.late', 'shop.x'], ['shop.a:b', 'shop.c', 'shop.d'], context)).toBe(
    'To choose yourself, name up to 3 metrics, which replaces this choice: ' +
      "`charts: ['late', 'a%3Ab', 'c']` (or SPIKELOG_CHARTS, separated by commas).",
  )
})

it('says why charts are left out although some are free, and fills them in the rules to paste', () => {
  const context = { prefix: undefined, hasRules: false, maxCharts: 4 }
  expect(adviseLeftOut(['heap.used', 'heap.free', 'x'], ['users', 'orders'], context)).toBe(
    "Only three metrics of OpenTelemetry's instrumentations are charted unasked; 2 free charts are " +
      'kept for your own. To choose yourself, name up to 4 metrics, which replaces this choice: ' +
      "`charts: ['users', 'orders', 'heap.used', 'heap.free']` (or SPIKELOG_CHARTS, separated by commas).",
  )
})

it('advises who has rules to name what matters without a wildcard', () => {
  const context = { prefix: undefined, hasRules: true, maxCharts: 10 }
  expect(adviseLeftOut(["jobs.o'clock"], [], context)).toBe(
    String.raw`Rules without ${'`*`'} come first: name what matters, e.g. 'jobs.o\'clock'.`,
  )
})
