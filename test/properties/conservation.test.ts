import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { check } from '../client/support/soak.ts'
import { useFolder } from '../client/support/use-folder.ts'
import { verifies } from '../requirements.ts'
import { aLife } from './support/life.ts'
import type { Life } from './support/life.ts'
import { live, methods } from './support/live.ts'
import type { Past } from './support/live.ts'

describe(verifies('conservation', 'a life of a client'), () => {
  it('delivered + carried + fallback + counted drops is what was recorded', async () => {
    const folder = useFolder()
    await check(
      fc.asyncProperty(aLife(), async (life) => {
        const past = await live(life, folder)
        expectOnce(past)
        expectCounted(past)
        expectTrueValues(past, life)
        expect(past.service.changedBodies).toEqual([])
        expect(past.client.health().pending).toBe(0)
      }),
      5000,
    )
  })
})

/** Each measurement that was taken in is in one point: on its chart, in the file, or dropped. */
function expectOnce({ store, service, rows }: Past): void {
  // A point that may have arrived is in the file with its key, so that nobody takes it for two.
  const keys = new Set([
    ...service.stored.keys(),
    ...rows.map(({ key }) => key),
    ...store.ended.keys(),
  ])
  let known = 0
  for (const key of keys) known += store.claims.get(key)?.aggregate.count ?? Number.NaN
  expect(known).toBe(store.merged)
}

/** What is neither on its chart nor in the file was counted when it was dropped. */
function expectCounted({ store, service, client, rows, recorded }: Past): void {
  const written = new Set(rows.map(({ key }) => key))
  expect(written.size).toBe(rows.length)
  let droppedLater = 0
  for (const [key, how] of store.ended) {
    expect(how === 'refused' || service.stored.has(key)).toBe(true)
    if (how === 'refused' && !written.has(key)) droppedLater += 1
  }
  const { dropped, fallback } = client.health()
  const counted = Object.values(dropped).reduce((sum, count) => sum + count, 0)
  expect(counted).toBe(recorded - store.merged + droppedLater)
  expect(fallback).toBe(rows.length)
}

/** A point is what its measurements come to, on the chart and in the file alike. */
function expectTrueValues({ store, service, rows }: Past, { commands }: Life): void {
  const odd = new Set(commands.map((one) => one.do === 'measure' && one.isOdd && one.chart))
  const points = [...service.stored, ...rows.map((row) => [row.key, row] as const)]
  for (const [key, { chart, value }] of points) {
    const claim = store.claims.get(key)
    if (claim === undefined) throw new Error(`a point of no claim: ${chart}=${value}`)
    expect(chart).toBe(claim.chart)
    const number = Number(chart.split(' ')[1])
    const { sum, count, last } = claim.aggregate
    const values = [sum, sum / count, last?.value]
    const own = values[number % methods.length]
    // A chart's first use fixes what it is, and that may have been the odd one.
    expect(odd.has(number) ? values : [own]).toContain(value)
  }
}
