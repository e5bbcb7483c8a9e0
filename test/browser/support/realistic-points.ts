import type { Random } from '../../support/campaign.ts'
import type { SentPoint } from './post-points.ts'

const perChart = 1000
const gapMillis = 300_000

/** Kinds of values that services send: how the n-th comes from the one before. */
const kinds: Record<string, (before: number, random: Random) => number> = {
  // Counters and gauges of whole things.
  'sign-ups': (_before, random) => random.whole(0, 40),
  'orders.total': (before, random) => before + random.whole(0, 25),
  'queue depth': (before, random) => Math.max(0, before + random.whole(-12, 12)),
  'memory.rss': (before, random) => Math.max(5e7, before + random.whole(-900_000, 1_000_000)),
  // Averages come with all 16 digits.
  'http.server.request.duration': (_before, random) => 12 + 80 * random.next() ** 3,
  'checkout.duration p99': (_before, random) => 0.2 + random.next() / 3,
  'db.client.operation.duration': (_before, random) => -7 * Math.log(1 - random.next()),
  // Ratios.
  'nodejs.eventloop.utilization': (_before, random) => random.next() ** 2,
  'cache.hit-ratio': (_before, random) => 1 - random.next() / 9,
  'carts.open': (before, random) => Math.max(0, before + (random.next() - 0.5) * 3),
}

/** The names of the ten charts. */
export const realisticCharts = Object.keys(kinds)

/**
 * Ten charts of a thousand points each, as a service sends them: five minutes apart, give or take
 * what timers and networks add.
 */
export function realisticPoints(endMillis: number, random: Random): SentPoint[] {
  const last = new Map<string, number>()
  const points: SentPoint[] = []
  for (let index = 1; index <= perChart; index += 1) {
    for (const [chart, next] of Object.entries(kinds)) {
      const value = next(last.get(chart) ?? 500, random)
      last.set(chart, value)
      const atMillis = endMillis - (perChart - index) * gapMillis - random.whole(0, 60)
      points.push({ chart, value, timestamp: new Date(atMillis).toISOString() })
    }
  }
  return points
}
