import * as fc from 'fast-check'
import type { Attempt } from '@spikelog-otel/client'
import { describe, expect, it } from 'vitest'
import {
  classifyAttempt,
  errorCodeOf,
  judgeRejection,
} from '../../packages/client/src/delivery/classify-attempt.ts'
import { check } from '../client/support/soak.ts'
import { verifies } from '../requirements.ts'

/** The table of the documentation, row by row; the first that speaks of an attempt counts. */
const rows: readonly (readonly [verdict: string, speaksOf: (attempt: Attempt) => boolean])[] = [
  ['delivered', hasStatus((status) => status >= 200 && status <= 299)],
  ['not_arrived', hasStatus((status) => [408, 425, 429, 503].includes(status))],
  ['not_arrived', hasFailed(({ sent, tls }) => !sent && !tls)],
  ['maybe_arrived', hasStatus((status) => status >= 500)],
  ['maybe_arrived', hasFailed(({ sent, tls }) => sent && !tls)],
  ['configuration', hasStatus((status) => status < 400 || status === 404 || status === 405)],
  ['configuration', hasFailed(({ tls }) => tls)],
  ['key', hasStatus((status) => status === 401)],
  ['rejected', hasStatus((status) => status >= 400 && status <= 499)],
]

type Answer = Extract<Attempt, { kind: 'answer' }>
type Failure = Extract<Attempt, { kind: 'failure' }>

function hasStatus(test: (status: Answer['status']) => boolean) {
  return (attempt: Attempt) => attempt.kind === 'answer' && test(attempt.status)
}

function hasFailed(test: (failure: Failure) => boolean) {
  return (attempt: Attempt) => attempt.kind === 'failure' && test(attempt)
}

const anyBody = fc.oneof(
  fc.string(),
  fc.json(),
  fc
    .constantFrom('chart_limit_reached', 'invalid_request', 'payload_too_large', 'other')
    .map((error) => JSON.stringify({ error })),
)
const anAttempt: fc.Arbitrary<Attempt> = fc.oneof(
  fc.record({
    kind: fc.constant('answer' as const),
    status: fc.integer({ min: 100, max: 999 }),
    retryAfter: fc.string(),
    body: anyBody,
  }),
  fc.record({
    kind: fc.constant('failure' as const),
    sent: fc.boolean(),
    tls: fc.boolean(),
    reason: fc.string(),
  }),
)

describe(verifies('conservation', 'what an answer means'), () => {
  it('every answer and every failure has the one class of the table', () =>
    check(
      fc.property(anAttempt, (attempt) => {
        const row = rows.find(([, speaksOf]) => speaksOf(attempt))
        expect(classifyAttempt(attempt)).toBe(row?.[0])
      }),
      20_000,
    ))
})

describe(verifies('refusedChart', 'why a point is refused'), () => {
  it('every refusal is of the chart, the point or the key, by the evidence', () =>
    check(
      fc.property(fc.boolean(), fc.boolean(), anyBody, (keyWorks, chartWorks, body) => {
        const code = errorCodeOf(body)
        const byEvidence = chartWorks ? 'value' : 'quota'
        const byCode = new Map([
          ['chart_limit_reached', 'quota'],
          ['invalid_request', 'value'],
          ['payload_too_large', 'value'],
        ])
        const expected = keyWorks ? byEvidence : (byCode.get(code ?? '') ?? 'key')
        expect(judgeRejection({ keyWorks, chartWorks, code })).toBe(expected)
      }),
      10_000,
    ))
})
