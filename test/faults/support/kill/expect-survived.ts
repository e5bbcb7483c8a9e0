import type { LocalPoint } from '@spikelog-otel/local'
import { expect } from 'vitest'
import { valueOf } from './diary.ts'
import type { Entry, Increment } from './diary.ts'
import type { KilledApp } from './kill-app.ts'

/**
 * What an increment waits for at most until it is claimed: a collection, which comes once a bucket, and
 * the end of the bucket that it then belongs to, which the timer closes a tenth late.
 */
const mostBuckets = 2.1
/** Timers are late by some of this each: the reader's, the bucket's and those that the diary shows. */
const slackMillis = 25
/** What is between two entries beyond this the process did not run, or not the timers. */
const longestTickMillis = 10

/** What a kill came to. */
export interface Survival {
  readonly counted: number
  readonly stored: number
  readonly lost: number
  /** Claims that no answer had come to. */
  readonly inFlight: number
  /** Points that were stored although their first answer did not arrive. */
  readonly sealed: number
  readonly isInOutage: boolean
}

/**
 * Fails unless every increment but the newest is on its chart, once: with a healthy service those that
 * were in the open bucket or in flight, in an outage also those that were carried over.
 */
export function expectSurvived(app: KilledApp, points: (chart: string) => LocalPoint[]): Survival {
  const { signal, stderr } = app
  expect({ signal, stderr }).toMatchObject({ signal: 'SIGKILL' })
  const { diary } = app
  const killedMillis = diary.at(-1)?.atMillis ?? 0
  const survival = { counted: 0, stored: 0, lost: 0, isInOutage: false }
  const keys: string[] = []
  for (const chart of app.charts) {
    const increments = diary.filter((entry) => entry.is === 'increment' && entry.chart === chart)
    const stored = points(chart)
    keys.push(...stored.map(({ key }) => String(key)))
    const last = lastStored(chart, stored)
    // A point tells of nothing that was not counted.
    expect(last).toBeLessThanOrEqual(increments.length)
    const isCarried = isInOutage(app, chart)
    const untilMillis = isCarried ? (app.outage?.fromMillis ?? 0) : killedMillis
    for (const increment of increments.slice(last)) {
      const waited = idleMillis(diary, increment.atMillis, untilMillis)
      const most = mostBuckets * app.bucketMillis + slackMillis
      if (waited > most) throw new Error(sayLost(increment as Increment, waited, most))
    }
    survival.counted += increments.length
    survival.stored += last
    survival.lost += increments.length - last
    survival.isInOutage ||= isCarried
  }
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
  const answered = diary.flatMap((entry) =>
    entry.is === 'answer' && entry.status === 200 ? [entry.key] : [],
  )
  expect(answered.filter((key) => !keys.includes(key))).toEqual([])
  const claims = diary.filter((entry) => entry.is === 'claim')
  const claimed = new Set(claims.map(({ key }) => key))
  expect(keys.filter((key) => !claimed.has(key))).toEqual([])
  const settled = new Set(diary.flatMap((entry) => (entry.is === 'settled' ? [entry.key] : [])))
  const sealed = new Set(claims.flatMap((claim) => (claim.sealed ? [claim.key] : [])))
  return {
    ...survival,
    inFlight: [...claimed].filter((key) => !settled.has(key)).length,
    sealed: keys.filter((key) => sealed.has(key)).length,
  }
}

function sayLost({ chart, number }: Increment, waited: number, most: number): string {
  return `${chart}: increment ${number} is lost, ${waited.toFixed(1)} ms old, more than ${most} ms`
}

/**
 * Which increment is the newest on the chart. Each point is the sum of the increments that follow
 * those of the point before: nothing is missing in between and nothing is there twice.
 */
function lastStored(chart: string, points: readonly LocalPoint[]): number {
  let number = 0
  for (const [index, { value }] of points.entries()) {
    const first = number + 1
    let sum = 0
    while (sum < value) {
      number += 1
      sum += valueOf(number)
    }
    const point = { chart, index, ofIncrements: [first, number] }
    expect({ ...point, value }).toEqual({ ...point, value: sum })
  }
  return number
}

/** Whether the chart had not got over the outage: what it had carried over was not all delivered. */
function isInOutage({ diary, outage }: KilledApp, chart: string): boolean {
  if (outage === undefined) return false
  const later = diary.filter(({ atMillis }) => atMillis > outage.toMillis)
  const delivered = new Set(
    later.flatMap((entry) =>
      entry.is === 'settled' && entry.as === 'delivered' ? [entry.key] : [],
    ),
  )
  return !later.some(
    (entry) =>
      entry.is === 'claim' && entry.chart === chart && !entry.sealed && delivered.has(entry.key),
  )
}

/** For how long the process ran meanwhile and delivered nothing: then a bucket that is due is claimed. */
function idleMillis(diary: readonly Entry[], fromMillis: number, untilMillis: number): number {
  const unsettled = new Set<string>()
  let idle = 0
  let lastMillis = fromMillis
  for (const entry of diary) {
    if (entry.atMillis > untilMillis) break
    if (entry.atMillis > fromMillis) {
      if (unsettled.size === 0) idle += Math.min(entry.atMillis - lastMillis, longestTickMillis)
      lastMillis = entry.atMillis
    }
    if (entry.is === 'claim') unsettled.add(entry.key)
    if (entry.is === 'settled') unsettled.delete(entry.key)
  }
  return idle
}
