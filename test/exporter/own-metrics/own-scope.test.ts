import { describe, expect, it } from 'vitest'
import { verifies } from '../../requirements.ts'
import { counter, resourceMetrics } from '../../support/metrics.ts'
import { useExporter } from '../../support/use-exporter.ts'

const at = { startMillis: 0, endMillis: 1 }
const exported = 'otel.sdk.exporter.metric_data_point.exported'
const own = '@spikelog-otel/exporter'

describe(verifies('selfMetrics', "the charts of the exporter's own metrics"), () => {
  it.each<[string, readonly string[]]>([
    ['without rules', []],
    ['with a rule for all', ['*']],
    ['with a rule for their namespace', ['otel.*', 'users']],
  ])('are none %s, and nothing is said or counted of them', async (_when, charts) => {
    const { exporter, exportNow, transport, logger } = useExporter({
      ...(charts.length > 0 && { charts }),
      maxCharts: 1,
    })
    for (let bucket = 0; bucket < 3; bucket += 1) {
      exportNow(
        resourceMetrics({
          [own]: [counter(exported, 1, at), counter('spikelog.exporter.point.dropped', 1, at)],
        }),
      )
      await exporter.forceFlush()
    }
    exportNow(resourceMetrics({ app: [counter('users', 1, at)] }))
    await exporter.forceFlush()
    expect(transport.posts.map(({ chart }) => chart)).toEqual(['users'])
    expect(logger.lines).toEqual([])
    expect(exporter.health()).toMatchObject({
      charts: [{ chart: 'users' }],
      leftOut: [],
      dropped: {},
    })
  })

  it('are made by a rule that names them', async () => {
    const { exporter, exportNow, transport } = useExporter({ charts: [`${exported}=posts`, '*'] })
    exportNow(resourceMetrics({ [own]: [counter(exported, 3, at), counter('x', 1, at)] }))
    await exporter.forceFlush()
    expect(transport.posts.map(({ chart, value }) => [chart, value])).toEqual([['posts', 3]])
  })

  it('do not stand in the way of another meter’s metric of that name', async () => {
    const { exporter, exportNow, transport } = useExporter()
    exportNow(
      resourceMetrics({ [own]: [counter(exported, 3, at)], app: [counter(exported, 1, at)] }),
    )
    await exporter.forceFlush()
    expect(transport.posts.map(({ chart, value }) => [chart, value])).toEqual([[exported, 1]])
  })
})
