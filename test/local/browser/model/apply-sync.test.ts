import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyAccount } from '../../../../packages/local/src/browser/model/account-state.ts'
import { applySync } from '../../../../packages/local/src/browser/model/apply-sync.ts'
import { rounds } from '../../../support/campaign.ts'
import { ModelServer } from '../support/model-server.ts'

const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constant('post' as const),
      name: fc.constantFrom('a', 'b', 'c'),
      time: fc.integer({ min: -1000, max: 1000 }),
      value: fc.integer(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('remove' as const),
      name: fc.constantFrom('a', 'b', 'c'),
    }),
  },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('sync' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('restart' as const), isEmpty: fc.boolean() }),
  },
)

describe('applySync', () => {
  it('knows what the server knows, whatever was posted, deleted, missed, resumed and restarted', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        let server = new ModelServer(4)
        let state = emptyAccount
        let position: number | undefined
        const sync = () => {
          state = applySync(state, server.message(position))
          position = server.position
          expect([...state.charts.values()]).toEqual(server.expected())
        }
        for (const action of steps) {
          if (action.type === 'sync') sync()
          else if (action.type === 'post') server.post(action.name, action.time, action.value)
          else if (action.type === 'remove') server.remove(action.name)
          else {
            // A server without a file has lost all, and numbers its charts as the old one did.
            if (action.isEmpty) server = new ModelServer(4)
            position = undefined
          }
        }
        sync()
      }),
      { numRuns: rounds(10_000) },
    )
  })

  it('keeps a chart that did not change the same object, so that it is not drawn again', () => {
    const server = new ModelServer(4)
    server.post('a', 1, 1)
    server.post('b', 1, 1)
    const before = applySync(emptyAccount, server.message())
    const position = server.position
    server.post('b', 2, 2)
    const after = applySync(before, server.message(position))
    expect(after.charts.get(1)).toBe(before.charts.get(1))
    expect(after.charts.get(2)).not.toBe(before.charts.get(2))
  })

  it('takes a chart made again under its old name for another one', () => {
    const server = new ModelServer(4)
    server.post('a', 1, 1)
    const before = applySync(emptyAccount, server.message())
    const position = server.position
    server.remove('a')
    server.post('a', 2, 2)
    const { charts } = applySync(before, server.message(position))
    expect([...charts.values()]).toEqual([{ id: 2, name: 'a', times: [2], values: [2] }])
  })

  it('takes over limits and refusals', () => {
    const refusals = [{ code: 'chart_limit_reached', chart: 'x', count: 2, lastAtMillis: 5 }]
    const limits = { charts: 3, points: 7 }
    const message = { isComplete: false, charts: [], changes: [], limits, refusals }
    expect(applySync(emptyAccount, message)).toEqual({ charts: new Map(), limits, refusals })
  })
})
