import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { check } from '../client/support/soak.ts'
import { verifies } from '../requirements.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { counter, resourceMetrics } from '../support/metrics.ts'
import { useExporter } from '../support/use-exporter.ts'
import { aReaction, bucketMillis } from './support/life.ts'
import { ReactingService } from './support/reacting-service.ts'

const names = Array.from({ length: 40 }, (_, at) => `metric ${at}`)
const aName = fc.constantFrom(...names)

const aLife = fc.record({
  /** Names that report, bucket by bucket; any of them may come late. */
  buckets: fc.array(
    fc.record({
      metrics: fc.uniqueArray(aName, { maxLength: 15 }),
      scope: fc.constantFrom('app', 'lib', '@opentelemetry/instrumentation-http'),
      flushes: fc.boolean(),
      // Long enough, at times, for a chart that was refused to be asked for again.
      waitMillis: fc.constantFrom(
        1,
        bucketMillis / 2,
        bucketMillis,
        bucketMillis,
        bucketMillis,
        61 * 60_000,
      ),
    }),
    { minLength: 1, maxLength: 12 },
  ),
  rules: fc.option(
    fc.uniqueArray(fc.oneof(aName, fc.constantFrom('metric 1*', '*')), {
      minLength: 1,
      maxLength: 14,
    }),
    { nil: undefined },
  ),
  hasFile: fc.boolean(),
  reactions: fc.array(aReaction(), { maxLength: 12 }),
})

describe(verifies('quota', 'the quota'), () => {
  it('no more than ten charts are ever posted to, whatever is recorded and refused', () =>
    check(
      fc.asyncProperty(aLife, async ({ buckets, rules, hasFile, reactions }) => {
        const clock = new FakeClock()
        const service = new ReactingService(clock, reactions)
        const { exporter, exportNow } = useExporter(
          { bucketMillis, charts: rules, fallbackFile: hasFile ? '/dev/null' : undefined },
          { clock, transport: service },
        )
        for (const { metrics, scope, flushes, waitMillis } of buckets) {
          const at = { startMillis: clock.now() - 1, endMillis: clock.now() }
          exportNow(resourceMetrics({ [scope]: metrics.map((name) => counter(name, 1, at)) }))
          if (flushes) void exporter.forceFlush()
          await clock.advance(waitMillis)
        }
        service.reactions = []
        await clock.advance(3 * 3_600_000)
        await clock.until(exporter.shutdown())
        const posted = new Set(service.posts.map(({ chart }) => chart))
        expect(posted.size).toBeLessThanOrEqual(10)
      }),
      1500,
    ))
})
