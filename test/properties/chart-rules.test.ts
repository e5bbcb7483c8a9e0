import * as fc from 'fast-check'
import { aggregations } from '@spikelog-otel/client'
import { formatChartRule, parseChartRule } from '@spikelog-otel/exporter'
import type { ChartRule } from '@spikelog-otel/exporter'
import { describe, expect, it } from 'vitest'
import { resolveExporterOptions } from '../../packages/exporter/src/resolve-exporter-options.ts'
import { check } from '../client/support/soak.ts'
import { verifies } from '../requirements.ts'
import { testKey } from '../support/use-client.ts'

/** Any Unicode text, most of it of what the grammar gives a meaning. */
const aName = fc
  .array(
    fc.oneof(
      fc.constantFrom('%', ',', ':', '=', '%2C', '%3a', '%3D', '%25', '%41', '%', '.', ' ', 'a'),
      fc.string({ unit: 'binary', maxLength: 3 }),
      fc.string({ unit: 'grapheme', maxLength: 3 }),
      fc.constantFrom('\ud800', '\udfff', '\u2028', '\ufeff', '𝒳', '👩‍🚀', 'مستخدم'),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.join('').trim())
  .filter((text) => text !== '')

const aRule: fc.Arbitrary<ChartRule> = fc.record(
  { metric: aName, aggregation: fc.constantFrom(...aggregations), as: aName },
  { requiredKeys: ['metric'] },
)

describe(verifies('rules', 'the grammar of chart rules'), () => {
  it('a rule reads back as it was written, whatever its names hold', () =>
    check(
      fc.property(aRule, (rule) => {
        expect(parseChartRule(formatChartRule(rule))).toEqual(rule)
      }),
      20_000,
    ))

  it('what can be read at all can be written, and means the same', () => {
    const someText = fc
      .array(fc.oneof(aName, fc.constantFrom(':', '=', ':max', ':p95=', ' = ', ' : ')), {
        maxLength: 6,
      })
      .map((parts) => parts.join(''))
    return check(
      fc.property(someText, (text) => {
        const rule = tryParse(text)
        fc.pre(rule !== undefined)
        expect(parseChartRule(formatChartRule(rule))).toEqual(rule)
      }),
      20_000,
    )
  })

  it('SPIKELOG_CHARTS holds rules in any number, each as it was written', () => {
    // What names a chart: no control characters, one `as` each so that no two rules clash.
    const aChartName = aName
      .map((name) => name.replaceAll(/[\p{Cc}*]/gu, '_').trim())
      .filter((name) => name !== '')
    const someRules = fc.uniqueArray(
      fc.record({
        metric: aChartName,
        aggregation: fc.constantFrom(...aggregations),
        as: aChartName,
      }),
      { selector: ({ as }) => as, minLength: 1, maxLength: 12 },
    )
    const aSeparator = fc.constantFrom(',', ' , ', ',,', ', ,\n')
    return check(
      fc.property(someRules, aSeparator, (rules, separator) => {
        const text = rules.map(formatChartRule).join(separator)
        const warnings: string[] = []
        const resolved = resolveExporterOptions(
          { apiKey: testKey },
          (name) => (name === 'SPIKELOG_CHARTS' ? text : undefined),
          (message) => warnings.push(message),
        )
        expect(warnings).toEqual([])
        const read = resolved.rules.map(({ metric, aggregation, as }) => ({
          metric,
          aggregation,
          as,
        }))
        expect(read).toEqual(rules)
      }),
      5000,
    )
  })
})

function tryParse(text: string): ChartRule | undefined {
  try {
    return parseChartRule(text)
  } catch {
    return undefined
  }
}
