import { expect, it } from 'vitest'
import { nearest } from '../../packages/cli/src/nearest.ts'

const names = ['add', 'record', 'set', 'flush', 'status', 'doctor']

it.each([
  ['ad', 'add'],
  ['statsu', 'status'],
  ['stat', 'status'],
  ['recrod', 'record'],
  ['docter', 'doctor'],
  ['flsh', 'flush'],
  ['st', 'set'],
  ['flushhh', 'flush'],
  ['flushhhh', undefined],
  ['run', undefined],
  ['', undefined],
])('%s → %s', (name, meant) => {
  expect(nearest(name, names)).toBe(meant)
})
