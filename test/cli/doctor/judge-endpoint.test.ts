import { describe, expect, it } from 'vitest'
import type { Attempt } from '@spikelog-otel/client/internals'
import { judgeEndpoint } from '../../../packages/cli/src/doctor/judge-endpoint.ts'
import type { EndpointEvidence } from '../../../packages/cli/src/doctor/judge-endpoint.ts'

const answer = (status: number): Attempt => ({ kind: 'answer', status, body: '' })
const failure = (errorType: string, tls = false): Attempt => ({
  kind: 'failure',
  sent: false,
  tls,
  reason: errorType,
  errorType,
})

function judge(attempt: Attempt, more: Partial<EndpointEvidence> = {}) {
  return judgeEndpoint({
    attempt,
    withWrongKey: answer(401),
    hasKey: true,
    endpoint: new URL('https://api.example/ingest'),
    explain: (one) => (one.kind === 'answer' ? `status ${one.status}` : one.reason),
    ...more,
  })
}
const statesOf = (...args: Parameters<typeof judge>) =>
  Object.fromEntries(judge(...args).map(({ check, state }) => [check, state]))

describe('endpoint and key', () => {
  it.each([400, 413, 415, 422])(
    'are good when %d refuses the body, and 401 a wrong key',
    (status) => {
      expect(statesOf(answer(status))).toEqual({ endpoint: 'ok', key: 'ok' })
    },
  )

  it.each([401, 403])('are told apart when %d refuses the key', (status) => {
    expect(statesOf(answer(status), { withWrongKey: answer(status) })).toEqual({
      endpoint: 'ok',
      key: 'wrong',
    })
  })

  it('leave the key open when a wrong one gets the same answer', () => {
    const [, key] = judge(answer(400), { withWrongKey: answer(400) })
    expect(key).toMatchObject({ state: 'note', advice: expect.stringContaining('--post') })
    expect(statesOf(answer(400), { withWrongKey: failure('ECONNRESET') })['key']).toBe('note')
  })

  it.each([200, 204, 301, 404, 405, 410])('answer like something else with %d', (status) => {
    const [endpoint, key] = judge(answer(status))
    expect(endpoint).toMatchObject({
      state: 'wrong',
      message: expect.stringContaining('not answer'),
    })
    expect(key).toMatchObject({ state: 'note', message: expect.stringContaining('not checked') })
  })

  it.each([429, 500, 503])('are not judged when the service has trouble (%d)', (status) => {
    const [endpoint, key] = judge(answer(status))
    expect(endpoint).toMatchObject({ state: 'wrong', message: expect.stringContaining('trouble') })
    expect(key).toMatchObject({ state: 'note' })
  })

  it.each([
    [failure('ENOTFOUND'), 'getent hosts api.example'],
    [failure('ECONNREFUSED'), 'Nothing listens there'],
    [failure('SELF_SIGNED', true), 'NODE_EXTRA_CA_CERTS'],
    [failure('ERR_SSL_WRONG_VERSION_NUMBER', true), 'scheme and port'],
    [failure('CERT_HAS_EXPIRED', true), '`date`'],
    [failure('CERT_NOT_YET_VALID', true), '`date`'],
    [failure('ERR_TLS_CERT_ALTNAME_INVALID', true), 'Another host'],
    [failure('timeout'), 'firewall'],
  ])('say what to do when nothing answers (%j)', (attempt, advice) => {
    const [endpoint] = judge(attempt)
    expect(endpoint).toMatchObject({ state: 'wrong', advice: expect.stringContaining(advice) })
  })

  it.each(['ENOTFOUND', 'ECONNREFUSED', 'UND_ERR_ABORTED', 'timeout'])(
    'are not blamed for what the proxy may do (%s)',
    (errorType) => {
      const [endpoint] = judge(failure(errorType), { proxy: 'proxy:3128 (HTTPS_PROXY)' })
      const advice = 'The way there is by the proxy proxy:3128 (HTTPS_PROXY): check that one first.'
      expect(endpoint).toMatchObject({ state: 'wrong', advice })
    },
  )

  it('miss a key whatever the service says', () => {
    for (const attempt of [answer(401), answer(400), answer(503), failure('ENOTFOUND')]) {
      const [, key] = judge(attempt, { hasKey: false })
      expect(key).toMatchObject({ state: 'wrong', advice: expect.stringContaining('crontab') })
    }
  })
})
