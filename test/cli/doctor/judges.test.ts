import { describe, expect, it } from 'vitest'
import { judgeClock } from '../../../packages/cli/src/doctor/judge-clock.ts'
import { judgeProxy } from '../../../packages/cli/src/doctor/judge-proxy.ts'
import { judgeQuota } from '../../../packages/cli/src/doctor/judge-quota.ts'

const theirs = 'Sat, 31 Jan 2026 12:00:00 GMT'
const noon = Date.parse(theirs)

describe('the clock', () => {
  it.each([
    [0, 'ok', 'agrees'],
    [60_000, 'ok', 'agrees'],
    [61_000, 'wrong', 'It is 61 s ahead of that of the service.'],
    [-7_200_000, 'wrong', 'It is 7200 s behind that of the service.'],
  ])('%d ms from that of the service', (offset, state, message) => {
    const finding = judgeClock({ date: theirs, wallMillis: noon + offset })
    expect(finding).toMatchObject({ state, message: expect.stringContaining(message) })
  })

  it.each([undefined, 'soon'])('is not judged by %s', (date) => {
    expect(judgeClock({ date, wallMillis: noon }).state).toBe('note')
  })
})

describe('the proxy', () => {
  const proxy = {
    httpProxy: 'http://plain:1',
    httpsProxy: 'http://user:secret@secure:2',
    noProxy: 'localhost',
  }
  it.each([
    ['https://api.example/', proxy, 'secure:2 (HTTPS_PROXY, but for NO_PROXY=localhost).'],
    ['http://api.example/', { ...proxy, noProxy: '' }, 'plain:1 (HTTP_PROXY).'],
    ['https://api.example/', { ...proxy, httpsProxy: '' }, 'None is set.'],
    ['https://api.example/', undefined, 'None is set.'],
    ['http://127.0.0.1:7745/', proxy, 'None: the endpoint is on this machine.'],
  ])('of %s', (endpoint, settings, message) => {
    expect(judgeProxy({ endpoint: new URL(endpoint), proxy: settings })).toEqual({
      check: 'proxy',
      state: 'ok',
      message,
    })
  })
})

describe('the quota', () => {
  const chart = { chart: 'a', pointsUsed: 1, spanHours: 0, isPending: false }
  it.each([
    [1, [], 'ok', '1 of 2 charts are used.'],
    [2, [], 'note', '2 of 2 charts are used: another name will be left out.'],
    [2, ['x', 'y'], 'wrong', '2 of 2 charts are used; left out: `x`, `y`.'],
    [2, 'abcdefg'.split(''), 'wrong', 'left out: `a`, `b`, `c`, `d`, `e` and 2 more.'],
  ])('with %d charts and %j left out', (used, leftOut, state, message) => {
    const finding = judgeQuota({ charts: Array.from({ length: used }, () => chart), leftOut }, 2)
    expect(finding).toMatchObject({ state, message: expect.stringContaining(message) })
  })
})
