import { expect, it } from 'vitest'
import { toDuration } from '../../packages/cli/src/to-duration.ts'

const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000] as const

it.each([
  [-5, '0 s'],
  [499, '0 s'],
  [1499, '1 s'],
  [minute - 1, '1 min'],
  [90 * second, '1 min 30 s'],
  [hour - 400, '1 h'],
  [hour - second, '59 min 59 s'],
  [2 * hour - 20 * second, '2 h'],
  [23 * hour + 55 * minute, '23 h 55 min'],
  [day - 10 * second, '1 day'],
  [83 * hour, '3 days 11 h'],
  [3 * day + 29 * minute, '3 days'],
  [400 * day + hour, '400 days 1 h'],
])('%d ms are %s', (millis, words) => {
  expect(toDuration(millis)).toBe(words)
})
