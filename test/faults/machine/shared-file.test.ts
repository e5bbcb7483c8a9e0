import { statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { useFolder } from '../../client/support/use-folder.ts'
import { isSoak } from '../../support/campaign.ts'
import { verifies } from '../../requirements.ts'
import { useCell } from './support/cell.ts'
import { readRows } from './support/expect-accounted.ts'
import { operate, operations } from './support/operations.ts'

const timeout = isSoak ? 300_000 : 60_000
const leftOut = Array.from({ length: 100 }, (_, number) => `left out ${number}`)

describe(verifies('conservation', 'a fallback file that two processes write at once'), () => {
  it.concurrent.for(operations)('%s', { timeout }, async (operation, { onTestFinished }) => {
    const folder = useFolder(onTestFinished)
    const cells = await Promise.all(
      ['one', 'two'].map((name) =>
        useCell(onTestFinished, {
          folder,
          // Upper case comes first by name: these two have the slots.
          charts: ['A', 'B', ...leftOut].map((chart) => `${chart} of ${name}`),
        }),
      ),
    )
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(cells.map((cell) => cell.count()))
      await Promise.all(cells.map((cell) => cell.deliver()))
    }
    // At the end there is a row for everything.
    const isEnd = operation === 'shutdown' || operation === 'natural exit'
    if (isEnd) await Promise.all(cells.map(({ local }) => local.pause()))
    await Promise.all(cells.map((cell) => operate(cell, operation, {})))
    const file = `${folder}/rest.csv`
    const rows = readRows(file)
    expect(rows.length).toBeGreaterThanOrEqual(2 * 11 * leftOut.length)
    expect(rows.filter(({ chart }) => /^[AB] /u.test(chart))).toHaveLength(isEnd ? 4 : 0)
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })
})
