import { describe, expect, it } from 'vitest'
import type { StatusReport } from '../../../packages/cli/src/status/status-report.ts'
import { toStatusLines } from '../../../packages/cli/src/status/to-status-lines.ts'

const wallMillis = Date.UTC(2026, 0, 31, 12)
const report: StatusReport = {
  store: '/home/me/.local/state/spikelog/ab.sqlite',
  state: 'up',
  charts: [
    { chart: 'sign-ups', pointsUsed: 288, spanHours: 23.92, isPending: true },
    { chart: 'backup', pointsUsed: 1, spanHours: 0, isPending: false },
  ],
  newCharts: [],
  maxCharts: 10,
  leftOut: [],
  pending: 1,
  dueAt: new Date(wallMillis + 185_000).toISOString(),
  attempts24h: { total: 289, succeeded: 288 },
  points24h: { delivered: 288, failed: 1 },
  lastError: null,
  warnings: [],
}
const show = (change: Partial<StatusReport>): string[] => [
  ...toStatusLines({ ...report, ...change }, { paint: (_color, text) => text, wallMillis }),
]

describe('what status prints', () => {
  it('is how delivery stands, what waits, and the charts', () => {
    expect(show({})).toEqual([
      'Delivery    up, 99.6 % of 289 posts in the last 24 h succeeded',
      'Waiting     1 chart, due in 3 min 5 s; the next command after that posts',
      'Store       /home/me/.local/state/spikelog/ab.sqlite',
      '',
      'CHART     POINTS    HISTORY      WAITING',
      'sign-ups  288/1000  23 h 55 min  yes',
      'backup    1/1000    –            –',
    ])
  })

  it('lists a chart that has no point yet: somebody has just measured it', () => {
    expect(show({ charts: [], newCharts: ['mails'], pending: 1 }).slice(4)).toEqual([
      'CHART  POINTS  HISTORY  WAITING',
      'mails  0/1000  –        yes',
    ])
  })

  it('names what went wrong', () => {
    const lines = show({
      state: 'down',
      leftOut: ['eleventh', 'twelfth'],
      lastError: 'status 503',
      warnings: ['Look at it.'],
    })
    expect(lines[0]).toMatch(/^Delivery {4}down: .*, 99\.6 % of 289 posts/u)
    expect(lines).toContain('Left out    eleventh, twelfth (no slot among 10)')
    expect(lines).toContain('Last error  status 503')
    expect(lines).toContain('Warning     Look at it.')
  })

  it('says of an account without a post that nothing was', () => {
    const attempts24h = { total: 0, succeeded: 0 }
    expect(show({ charts: [], pending: 0, dueAt: null, attempts24h })).toEqual([
      'Delivery    up, nothing posted in the last 24 h',
      'Waiting     nothing',
      'Store       /home/me/.local/state/spikelog/ab.sqlite',
      '',
      'No charts yet.',
    ])
  })

  it('says what is overdue, and how to post it', () => {
    const dueAt = new Date(wallMillis - 1).toISOString()
    expect(show({ pending: 2, dueAt })[1]).toBe(
      'Waiting     2 charts, due now: the next command posts, `spikelog flush` is one',
    )
  })

  it('claims 100 % only of all', () => {
    expect(show({ attempts24h: { total: 5000, succeeded: 4999 } })[0]).toContain('99.9 % of 5000')
    expect(show({ attempts24h: { total: 5000, succeeded: 5000 } })[0]).toContain('100 % of 5000')
  })
})
