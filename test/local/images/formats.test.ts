import { expect, it } from 'vitest'
import { formatTrend } from '../../../packages/local/src/view/format-trend.ts'
import { formatUtcTimes } from '../../../packages/local/src/images/format-utc-times.ts'

it.each([
  [0.12, '▲ 12 %'],
  [-0.034, '▼ 3 %'],
  [0.004, '0 %'],
  [-0.004, '0 %'],
  [0, '0 %'],
  [25, '▲ 2,500 %'],
])('writes the trend %d as %s', (trend, text) => {
  expect(formatTrend(trend)).toBe(text)
})

it.each([
  ['2026-01-31T12:00:59Z', '2026-01-31T17:30:00Z', '2026-01-31 12:00', '17:30 UTC'],
  ['2026-01-31T12:00:00Z', '2026-02-03T12:00:00Z', '2026-01-31 12:00', '2026-02-03 12:00 UTC'],
  ['2026-01-31T12:00:05Z', '2026-01-31T12:59:59Z', '2026-01-31 12:00:05', '12:59:59 UTC'],
  [
    '2026-01-31T23:59:58Z',
    '2026-02-01T00:00:01Z',
    '2026-01-31 23:59:58',
    '2026-02-01 00:00:01 UTC',
  ],
  ['+010000-01-01T00:00:00Z', '+010000-01-01T06:00:00Z', '+010000-01-01 00:00', '06:00 UTC'],
])('writes the times from %s to %s as %s and %s', (first, last, ...labels) => {
  expect(formatUtcTimes(Date.parse(first), Date.parse(last))).toEqual(labels)
})
