import { toJsonAnswer, type Answer } from '../contract/answer.ts'
import { defaultStatuses } from '../contract/refusal-statuses.ts'
import type { FaultBody, RedirectFault, StatusFault } from './fault.ts'

/** The answer that a status or redirect fault gives. */
export function toFaultAnswer(fault: StatusFault | RedirectFault): Answer {
  if (fault.type === 'redirect') {
    const { location, status = 307 } = fault
    return { status, headers: { location }, body: '' }
  }
  const { status, retryAfter, body = 'json', headers } = fault
  const answer = toBodyAnswer(status, body)
  const retry = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
  return { ...answer, headers: { ...answer.headers, ...retry, ...headers } }
}

function toBodyAnswer(status: number, body: FaultBody): Answer {
  if (body === 'empty') return { status, headers: {}, body: '' }
  if (body === 'json') {
    const message = `The local Spikelog was told to answer ${status}: an injected fault.`
    return toJsonAnswer(status, { error: toErrorCode(status), message })
  }
  if (body === 'html') {
    const text = `<!doctype html><title>${status}</title><h1>${status}</h1><p>Injected fault.</p>`
    return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body: text }
  }
  if ('bytes' in body) {
    const headers = { 'content-type': 'text/plain; charset=utf-8' }
    return { status, headers, body: 'x'.repeat(body.bytes) }
  }
  const { text, contentType = 'text/plain; charset=utf-8' } = body
  return { status, headers: { 'content-type': contentType }, body: text }
}

function toErrorCode(status: number): string {
  const known = Object.entries(defaultStatuses).find(([, value]) => value === status)
  return known?.[0] ?? 'injected_fault'
}
