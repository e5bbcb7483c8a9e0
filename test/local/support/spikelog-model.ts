import { keepKeysMillis } from './operations.ts'

/** What the modelled account may have. */
export const limits = { maxCharts: 3, maxPoints: 4, keepKeysMillis }

/** A post as it goes over the wire. */
export interface ModelPost {
  body: string
  key: string | undefined
}

/** What can become of a request. */
export const outcomes = [
  'stored',
  'stored for an older one',
  'stored after its key expired',
  'chart made again',
  'repeated',
  'key reused',
  'no room',
  'bad',
  'deleted',
  'nothing to delete',
  'shown',
] as const

/** What the contract says, and why. */
export interface ModelAnswer {
  outcome: (typeof outcomes)[number]
  status: number
  /** Only looked at when the status is 200. */
  body?: unknown
}

interface ModelPoint {
  value: number
  timestamp: string
  key?: string
}

/** The contract in a few lines: charts as lists of points, keys as first answers. */
export class SpikelogModel {
  /** All charts in the order in which they were made. */
  readonly charts = new Map<string, ModelPoint[]>()
  readonly #answers = new Map<string, { sent: string; answer: ModelAnswer; atMillis: number }>()
  readonly #deleted = new Set<string>()

  post({ body, key }: ModelPost, nowMillis: number): ModelAnswer {
    const { chart: sentChart, value, timestamp } = JSON.parse(body) as Record<string, unknown>
    if (typeof sentChart !== 'string') return { outcome: 'bad', status: 400 }
    const chart = sentChart.trim()
    const first = this.#answers.get(key ?? '')
    const isRemembered = first && nowMillis - first.atMillis < keepKeysMillis
    if (isRemembered && first.sent !== body) return { outcome: 'key reused', status: 422 }
    if (isRemembered) return { ...first.answer, outcome: 'repeated' }
    const points = this.charts.get(chart)
    if (!points && this.charts.size >= limits.maxCharts) return { outcome: 'no room', status: 403 }

    const at = typeof timestamp === 'string' ? timestamp : new Date(nowMillis).toISOString()
    const point = { value: Number(value), timestamp: at, ...(key !== undefined && { key }) }
    const kept = [...(points ?? []), point].slice(-limits.maxPoints)
    this.charts.set(chart, kept)
    let outcome: ModelAnswer['outcome'] = 'stored'
    if (first) outcome = 'stored after its key expired'
    else if (points?.length === limits.maxPoints) outcome = 'stored for an older one'
    else if (!points && this.#deleted.has(chart)) outcome = 'chart made again'
    const answer = { outcome, status: 200, body: { accepted: true, chart, points: kept.length } }
    if (key !== undefined) this.#answers.set(key, { sent: body, answer, atMillis: nowMillis })
    return answer
  }

  delete(sentChart: string): ModelAnswer {
    const chart = sentChart.trim()
    if (!this.charts.delete(chart)) return { outcome: 'nothing to delete', status: 404 }
    this.#deleted.add(chart)
    return { outcome: 'deleted', status: 200, body: { deleted: true, chart } }
  }

  reset(): void {
    this.charts.clear()
    this.#answers.clear()
    this.#deleted.clear()
  }
}
