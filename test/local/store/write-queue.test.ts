import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { WriteQueue } from '../../../packages/local/src/store/write-queue.ts'

/** A queue that notes its batches and gives each work ten times itself. */
function createQueue(): { queue: WriteQueue<number, number>; batches: (readonly number[])[] } {
  const batches: (readonly number[])[] = []
  const queue = new WriteQueue<number, number>((batch) => {
    batches.push(batch)
    if (batch.includes(13)) throw new Error('disk full')
    return batch.map((work) => work * 10)
  })
  return { queue, batches }
}

describe('WriteQueue', () => {
  it('does the work of one turn in one batch, in order, and gives each its own result', async () => {
    const { queue, batches } = createQueue()
    expect(await Promise.all([3, 1, 2].map((work) => queue.add(work)))).toEqual([30, 10, 20])
    expect(batches).toEqual([[3, 1, 2]])
  })

  it('does nothing before the turn ends', async () => {
    const { queue, batches } = createQueue()
    const added = queue.add(1)
    await Promise.resolve()
    expect(batches).toEqual([])
    await added
  })

  it('makes a batch of its own for each turn', async () => {
    const { queue, batches } = createQueue()
    await queue.add(1)
    await queue.add(2)
    expect(batches).toEqual([[1], [2]])
  })

  it('rejects all of a batch that fails, and goes on', async () => {
    const { queue, batches } = createQueue()
    const results = await Promise.allSettled([1, 13, 2].map((work) => queue.add(work)))
    const reason = new Error('disk full')
    expect(results).toEqual(results.map(() => ({ status: 'rejected', reason })))
    expect(await queue.add(4)).toBe(40)
    expect(batches).toEqual([[1, 13, 2], [4]])
  })

  it('does at once what waits when it is flushed, and not again', async () => {
    const { queue, batches } = createQueue()
    const added = Promise.all([queue.add(1), queue.add(2)])
    queue.flush()
    expect(batches).toEqual([[1, 2]])
    expect(await added).toEqual([10, 20])
    queue.flush()
    await nextTurn()
    expect(batches).toEqual([[1, 2]])
  })

  it('takes work that a result brings about into the next batch', async () => {
    const { queue, batches } = createQueue()
    const [, second] = await Promise.all([
      queue.add(1),
      queue.add(2).then((result) => queue.add(result)),
    ])
    expect(second).toBe(200)
    expect(batches).toEqual([[1, 2], [20]])
  })
})
