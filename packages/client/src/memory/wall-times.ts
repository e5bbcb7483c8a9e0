import type { Clock } from '../clock.ts'

/** Turns this process's times into those that outlive it, and back. */
export interface WallTimes {
  readonly now: number
  readonly toWall: (millis: number) => number
  /**
   * @param value what was remembered, which may be anything
   * @param latestMillis none is later, whatever the clocks were set to meanwhile
   */
  readonly fromWall: (value: unknown, latestMillis: number) => number | undefined
}

/** Makes {@link WallTimes} for this very moment. */
export function createWallTimes(clock: Clock): WallTimes {
  const now = clock.now()
  const offset = clock.wallNow() - now
  return {
    now,
    toWall: (millis) => Math.round(millis + offset),
    fromWall: (value, latestMillis) =>
      typeof value === 'number' ? Math.min(value - offset, latestMillis) : undefined,
  }
}
