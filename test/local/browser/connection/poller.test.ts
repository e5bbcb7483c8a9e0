import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createPoller } from '../../../../packages/local/src/browser/connection/poller.ts'
import { FakeSchedule } from '../support/fake-schedule.ts'

function setUp(outcomes: boolean[], page = { isVisible: true }) {
  const clock = new FakeSchedule()
  let polls = 0
  const poller = createPoller({
    schedule: clock.schedule,
    isVisible: () => page.isVisible,
    async poll() {
      polls += 1
      if (outcomes[polls - 1] === false) throw new Error('no server')
    },
  })
  return { clock, poller, page, polls: () => polls }
}

describe('createPoller', () => {
  it('asks at once, then every 2 s, and less often while it fails', async () => {
    const { clock, polls } = setUp([true, false, false, true])
    const delays: number[] = []
    for (let count = 0; count < 4; count += 1) {
      await setImmediate()
      delays.push(...clock.waiting)
      clock.run()
    }
    expect(delays).toEqual([2000, 4000, 8000, 2000])
    expect(polls()).toBe(5)
  })

  it('rests while the page is hidden and asks as soon as it is shown', async () => {
    const { clock, poller, page, polls } = setUp([])
    await setImmediate()
    page.isVisible = false
    clock.run()
    expect([polls(), clock.waiting]).toEqual([1, []])
    page.isVisible = true
    poller.wake()
    expect(polls()).toBe(2)
  })

  it('has one request under way at most', async () => {
    const { clock, poller, polls } = setUp([])
    poller.wake()
    poller.wake()
    expect(polls()).toBe(1)
    await setImmediate()
    expect(clock.waiting).toEqual([2000])
  })
})
