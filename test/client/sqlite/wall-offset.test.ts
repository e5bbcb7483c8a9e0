import { describe, expect, it } from 'vitest'
import { WallOffset } from '../../../packages/client/src/sqlite/wall-offset.ts'
import { FakeClock } from '../../support/fake-clock.ts'

/** Its wall clock counts whole milliseconds, as a real one does. */
class WholeClock extends FakeClock {
  millis = 5000

  override now(): number {
    return this.millis
  }

  override wallNow(): number {
    return Math.floor(this.millis + this.wallOffset)
  }
}

describe('the time since the epoch, told from the monotonic one', () => {
  it('is later for what is later, be it by a part of a millisecond', () => {
    const clock = new WholeClock()
    const wall = new WallOffset(clock)
    const times = Array.from({ length: 1000 }, (_, tick) => {
      clock.millis = 5000 + tick * 0.07
      return wall.at(clock.now())
    })
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(new Set(times).size).toBe(1000)
  })

  it('follows a wall clock that is set', () => {
    const clock = new WholeClock()
    const wall = new WallOffset(clock)
    const before = wall.now()
    clock.wallOffset += 1e6
    expect(wall.now() - before).toBe(1e6)
  })
})
