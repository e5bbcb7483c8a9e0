import { expect, it } from 'vitest'
import { shorten } from '../../../packages/exporter/src/charts/shorten.ts'

it('cuts a text to 100 characters and says so', () => {
  expect(shorten('x'.repeat(100))).toBe('x'.repeat(100))
  expect(shorten('x'.repeat(101))).toBe(`${'x'.repeat(100)}…`)
})
