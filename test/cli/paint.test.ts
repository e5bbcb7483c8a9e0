import { expect, it } from 'vitest'
import { createPaint } from '../../packages/cli/src/paint.ts'
import { createFakeEdges } from './support/fake-edges.ts'

const [painted, plain] = ['\u001B[31mx\u001B[39m', 'x']

it.each([
  [{}, ['stdout'], painted],
  [{}, ['stderr'], plain],
  [{}, [], plain],
  [{ NO_COLOR: '1' }, ['stdout'], plain],
  [{ TERM: 'dumb' }, ['stdout'], plain],
  [{ FORCE_COLOR: '1' }, [], painted],
  [{ FORCE_COLOR: '0' }, ['stdout'], plain],
  [{ FORCE_COLOR: '1', NO_COLOR: '1' }, [], painted],
] as const)('%j with a terminal at %j', (environment, terminals, expected) => {
  expect(createPaint(createFakeEdges(environment, terminals))('red', 'x')).toBe(expected)
})
