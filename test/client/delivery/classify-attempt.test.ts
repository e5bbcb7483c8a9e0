import { describe, expect, it } from 'vitest'
import {
  classifyAttempt,
  errorCodeOf,
  judgeRejection,
} from '../../../packages/client/src/delivery/classify-attempt.ts'
import { answer, failure } from '../../support/fake-transport.ts'

describe('classifyAttempt', () => {
  it.each([
    ...[200, 201, 202, 204, 206, 299].map((status) => [status, 'delivered'] as const),
    ...[408, 425, 429, 503].map((status) => [status, 'not_arrived'] as const),
    ...[500, 501, 502, 504, 505, 507, 520, 524, 599, 999].map(
      (status) => [status, 'maybe_arrived'] as const,
    ),
    ...[101, 199, 300, 301, 302, 303, 304, 307, 308, 404, 405].map(
      (status) => [status, 'configuration'] as const,
    ),
    [401, 'key'] as const,
    ...[400, 402, 403, 406, 407, 409, 410, 411, 413, 414, 415, 418, 422, 426, 431, 451, 499].map(
      (status) => [status, 'rejected'] as const,
    ),
  ])('reads status %i as %s', (status, verdict) => {
    expect(classifyAttempt(answer(status))).toBe(verdict)
  })

  it('reads a failure before the first byte as not arrived, after it as maybe arrived', () => {
    expect(classifyAttempt(failure(false))).toBe('not_arrived')
    expect(classifyAttempt(failure(true))).toBe('maybe_arrived')
  })

  it('reads a TLS error as configuration', () => {
    expect(classifyAttempt({ kind: 'failure', sent: false, tls: true, reason: '' })).toBe(
      'configuration',
    )
  })
})

describe('judgeRejection', () => {
  it.each([
    // A chart was accepted within 24 h: the key works, whatever the body says.
    [true, true, undefined, 'value'],
    [true, true, 'chart_limit_reached', 'value'],
    [true, false, undefined, 'quota'],
    [true, false, 'invalid_request', 'quota'],
    // None was: the body decides, and the key is blamed for what it does not explain.
    [false, false, 'chart_limit_reached', 'quota'],
    [false, true, 'chart_limit_reached', 'quota'],
    [false, false, 'invalid_request', 'value'],
    [false, false, 'payload_too_large', 'value'],
    [false, false, 'forbidden', 'key'],
    [false, true, undefined, 'key'],
    [false, false, undefined, 'key'],
  ] as const)('keyWorks %s, chartWorks %s, code %s: %s', (keyWorks, chartWorks, code, expected) => {
    expect(judgeRejection({ keyWorks, chartWorks, code })).toBe(expected)
  })
})

describe('errorCodeOf', () => {
  it.each([
    ['{"error":"chart_limit_reached","message":"x"}', 'chart_limit_reached'],
    ['{"error":{"code":"x"}}', undefined],
    ['{"message":"x"}', undefined],
    ['"error"', undefined],
    ['null', undefined],
    ['[]', undefined],
    ['5', undefined],
    ['{"error":5}', undefined],
    ['', undefined],
    ['<html>error</html>', undefined],
    ['{"error":"chart_limit', undefined],
  ])('reads %j as %s', (body, code) => {
    expect(errorCodeOf(body)).toBe(code)
  })
})
