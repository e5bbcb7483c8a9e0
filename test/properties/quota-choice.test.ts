import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { check } from '../client/support/soak.ts'
import { verifies } from '../requirements.ts'
import { counter, resourceMetrics } from '../support/metrics.ts'
import { bucketMillis } from '../support/use-client.ts'
import { useExporter } from '../support/use-exporter.ts'

/** A metric, of the app or of somebody else's instrumentation. */
interface Reports {
  readonly name: string
  readonly scope: string
}

/** What one `export()` gives. */
type Part = readonly Reports[]

const names = [
  ...Array.from({ length: 16 }, (_, at) => `metric ${at}`),
  'http.server.request.duration',
  'nodejs.eventloop.utilization',
  'nodejs.eventloop.delay.p99',
]
const meters = ['app', 'app', 'lib', '@opentelemetry/instrumentation-http']

/** All there are; who shares a name with another meter is the subject of another property. */
const everything = fc
  .array(fc.constantFrom(...meters), { minLength: names.length, maxLength: names.length })
  .map((chosen) => names.map((name, at): Reports => ({ name, scope: chosen[at] ?? 'app' })))

/** The same metrics twice, in two orders and cut into parts in two ways. */
function twice(metrics: readonly Reports[]): fc.Arbitrary<readonly [Part[], Part[]]> {
  const one = fc
    .tuple(
      fc.shuffledSubarray([...metrics], { minLength: metrics.length }),
      fc.array(fc.boolean(), { minLength: metrics.length, maxLength: metrics.length }),
    )
    .map(([order, cuts]) => {
      const parts: Reports[][] = [[]]
      for (const [at, metric] of order.entries()) {
        parts.at(-1)?.push(metric)
        if (cuts[at] === true) parts.push([])
      }
      return parts
    })
  return fc.tuple(one, one)
}

/** Is charted always and comes first, so that the grid of buckets starts there. */
const first: Reports = { name: 'always', scope: 'app' }

/** Which charts got points, of what came in these buckets: in their first half, well off the edge. */
async function chartsOf(
  buckets: readonly (readonly Part[])[],
  charts: readonly string[] | undefined,
  hasFile: boolean,
): Promise<string[]> {
  const fallbackFile = hasFile ? '/dev/null' : undefined
  const rules = charts && [first.name, ...charts]
  const { exporter, clock, transport, exportNow } = useExporter({ charts: rules, fallbackFile })
  for (const parts of [[[first]], ...buckets]) {
    for (const part of parts) {
      const at = { startMillis: clock.now() - 1, endMillis: clock.now() }
      const scopes: Record<string, ReturnType<typeof counter>[]> = {}
      for (const { name, scope } of part) (scopes[scope] ??= []).push(counter(name, 1, at))
      exportNow(resourceMetrics(scopes))
      await clock.advance((0.5 * bucketMillis) / parts.length)
    }
    await clock.advance((parts.length > 0 ? 0.5 : 1) * bucketMillis + 1000)
  }
  await clock.until(exporter.shutdown())
  return [...new Set(transport.posts.map(({ chart }) => chart))].toSorted()
}

describe(verifies('quota', 'the choice of charts'), () => {
  it('who gets a chart does not depend on who comes first within a bucket', () => {
    const someBuckets = everything
      .chain((all) => fc.array(fc.subarray(all), { minLength: 1, maxLength: 3 }))
      .chain((buckets) => fc.tuple(...buckets.map(twice)))
    const someRules = fc.option(
      fc
        .uniqueArray(fc.constantFrom(...names, 'metric 1*', '*'), { minLength: 1, maxLength: 14 })
        .map((rules) => rules.toSorted()),
      { nil: undefined },
    )
    return check(
      fc.asyncProperty(someBuckets, someRules, fc.boolean(), async (buckets, rules, hasFile) => {
        const [charts = [], others] = await Promise.all(
          [0, 1].map((way) =>
            chartsOf(
              buckets.map((ways) => ways[way] ?? []),
              rules,
              hasFile,
            ),
          ),
        )
        expect(charts).toEqual(others)
        expect(charts.length).toBeLessThanOrEqual(10)
      }),
      2000,
    )
  })

  it('with rules it does not depend on when anything comes at all', () => {
    const someRules = fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 16 })
    const someArrivals = everything
      .chain((all) => fc.subarray(all, { minLength: 1 }))
      .chain((all) => fc.tuple(...all.map((one) => fc.tuple(fc.constant(one), fc.nat(3)))))
    return check(
      fc.asyncProperty(someArrivals, someRules, async (arrivals, rules) => {
        const buckets = [0, 1, 2, 3].map((bucket) => [
          arrivals.filter(([, time]) => time === bucket).map(([metric]) => metric),
        ])
        const reserved = [first.name, ...rules].slice(0, 10)
        const reported = new Set([first.name, ...arrivals.map(([{ name }]) => name)])
        const expected = reserved.filter((name) => reported.has(name)).toSorted()
        expect(await chartsOf(buckets, rules, false)).toEqual(expected)
      }),
      2000,
    )
  })
})
