import { isDeepStrictEqual } from 'node:util'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { postPoint } from './support/post-point.ts'
import { useLocalSpikelog } from './support/use-local-spikelog.ts'
import { useTemporaryFile } from './support/use-temporary-file.ts'

const limits = { maxCharts: 2, maxPoints: 3 }

const post = fc.record({
  type: fc.constant('post' as const),
  chart: fc.constantFrom('a', 'b b', 'c/c'),
  value: fc.constantFrom(-1, 0, 2.5),
  key: fc.option(fc.constantFrom('k1', 'k2', 'k3'), { nil: undefined }),
})
const remove = fc.record({
  type: fc.constant('delete' as const),
  chart: fc.constantFrom('a', 'b b', 'c/c'),
})
const restart = fc.record({ type: fc.constant('restart' as const) })
type Operation =
  | { type: 'post'; chart: string; value: number; key: string | undefined }
  | { type: 'delete'; chart: string }
  | { type: 'restart' }

it('does what a simple model of the contract does, whatever comes in which order', async () => {
  const file = useTemporaryFile('spikelog.db')
  let spikelog = await useLocalSpikelog({ limits, file })
  const headers = { 'x-api-key': spikelog.apiKey }

  const perform = async (operation: Operation): Promise<unknown> => {
    if (operation.type === 'post') {
      const { chart, value, key } = operation
      const { status, body } = await postPoint(
        spikelog,
        { chart, value },
        key === undefined ? {} : { 'idempotency-key': key },
      )
      return status === 200 ? body : status
    }
    if (operation.type === 'delete') {
      const url = `${spikelog.url}/api/v1/charts/${encodeURIComponent(operation.chart)}`
      return (await fetch(url, { method: 'DELETE', headers })).status
    }
    await spikelog.close()
    spikelog = await useLocalSpikelog({ limits, file })
    return undefined
  }

  const property = fc.asyncProperty(
    fc.array(fc.oneof({ weight: 12, arbitrary: post }, remove, restart), { maxLength: 30 }),
    async (operations) => {
      spikelog.reset()
      const model = new Model()
      for (const operation of operations) {
        expect(await perform(operation)).toEqual(model.perform(operation))
        const charts = spikelog.charts().map(({ chart }) => chart)
        expect(charts.map((chart) => [chart, valuesOf(chart)])).toEqual([...model.charts])
      }
    },
  )
  const valuesOf = (chart: string): number[] => spikelog.points(chart).map(({ value }) => value)
  // A failure prints the seed and the shortest list of operations that shows it.
  await fc.assert(property, { numRuns: 40 })
})

/** The contract in a few lines: charts as lists of values, keys as first answers. */
class Model {
  readonly charts = new Map<string, number[]>()
  readonly #answers = new Map<string, { sent: unknown; answer: unknown }>()

  perform(operation: Operation): unknown {
    if (operation.type === 'restart') return undefined
    if (operation.type === 'delete') return this.charts.delete(operation.chart) ? 200 : 404
    const { chart, value, key = '' } = operation
    const kept = this.#answers.get(key)
    if (kept) return isDeepStrictEqual(kept.sent, [chart, value]) ? kept.answer : 422
    if (!this.charts.has(chart) && this.charts.size >= limits.maxCharts) return 403
    const values = [...(this.charts.get(chart) ?? []), value].slice(-limits.maxPoints)
    this.charts.set(chart, values)
    const answer = { accepted: true, chart, points: values.length }
    if (key) this.#answers.set(key, { sent: [chart, value], answer })
    return answer
  }
}
