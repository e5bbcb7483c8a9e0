import { describe, expect, it } from 'vitest'
import { errorTypeOf, toErrorType } from '../../../packages/client/src/delivery/to-error-type.ts'
import { answer, failure } from '../../support/fake-transport.ts'

describe('the type of an error, for metrics', () => {
  it('is the status of an answer', () => {
    expect(toErrorType(answer(503))).toBe('503')
  })

  it('is what the transport calls it, or other', () => {
    expect(toErrorType(failure(true, 'read ECONNRESET', 'ECONNRESET'))).toBe('ECONNRESET')
    expect(toErrorType(failure(true))).toBe('_OTHER')
    expect(toErrorType(undefined)).toBe('_OTHER')
  })

  it.each([
    'ECONNREFUSED',
    'UND_ERR_CONNECT_TIMEOUT',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'HPE_INVALID_CONSTANT',
  ])('takes the code %s', (code) => {
    expect(errorTypeOf(code)).toBe(code)
  })

  it.each([undefined, '', 'E', 'no such host api.test', 'connect 10.0.0.7:443', 'E'.repeat(61)])(
    'takes %j for other: a text could have any number of values',
    (code) => {
      expect(errorTypeOf(code)).toBe('_OTHER')
    },
  )
})
