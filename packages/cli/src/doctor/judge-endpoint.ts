import type { Attempt } from '@spikelog-otel/client/internals'
import type { Finding } from './finding.ts'

/** What {@link judgeEndpoint} goes by. */
export interface EndpointEvidence {
  /** The answer to a body that is no point. */
  readonly attempt: Attempt
  /** The answer to the same with a key that is surely wrong; `undefined` when it was not asked. */
  readonly withWrongKey?: Attempt
  readonly hasKey: boolean
  readonly endpoint: URL
  /** The proxy on the way there, by name; `undefined` without one. */
  readonly proxy?: string | undefined
  /** Says in words how an attempt ended, without the key. */
  readonly explain: (attempt: Attempt) => string
}

/** Answers by which the service says that what was sent is no point, or the key no key. */
const likeSpikelog: ReadonlySet<number> = new Set([400, 401, 403, 413, 415, 422])

/** Says of endpoint and key what the answers tell. */
export function judgeEndpoint(evidence: EndpointEvidence): readonly Finding[] {
  const { attempt, endpoint, explain } = evidence
  const host = endpoint.host
  const says = explain(attempt)
  if (attempt.kind === 'failure') {
    const advice = adviseFailure(attempt, evidence)
    return [found('wrong', `${host} cannot be reached: ${says}.`, advice), keyUnknown(evidence)]
  }
  const { status } = attempt
  if (likeSpikelog.has(status)) {
    return [found('ok', `${endpoint.href} answers like Spikelog.`), judgeKey(evidence)]
  }
  if (status === 429 || status === 503 || status >= 500) {
    const advice = 'Try again later. Measurements are kept meanwhile.'
    return [found('wrong', `${host} has trouble: ${says}.`, advice), keyUnknown(evidence)]
  }
  const advice = 'Check SPIKELOG_ENDPOINT: scheme, host and path; unset it for the hosted service.'
  const message = `${endpoint.href} does not answer like Spikelog: ${says}.`
  return [found('wrong', message, advice), keyUnknown(evidence)]
}

function found(state: Finding['state'], message: string, advice?: string): Finding {
  return { check: 'endpoint', state, message, ...(advice !== undefined && { advice }) }
}

function judgeKey(evidence: EndpointEvidence): Finding {
  const { attempt, withWrongKey, hasKey, explain } = evidence
  if (!hasKey || attempt.kind === 'failure') return keyUnknown(evidence)
  if (attempt.status === 401 || attempt.status === 403) {
    return {
      check: 'key',
      state: 'wrong',
      message: `SPIKELOG_API_KEY is refused: ${explain(attempt)}.`,
      advice: "Copy it again from your account's settings, whole and without blanks.",
    }
  }
  if (withWrongKey?.kind === 'answer' && withWrongKey.status !== attempt.status) {
    return { check: 'key', state: 'ok', message: 'SPIKELOG_API_KEY is accepted.' }
  }
  return {
    check: 'key',
    state: 'note',
    message: 'The service does not tell a good key from a bad one before a point is good.',
    advice: '`spikelog doctor --post` posts one.',
  }
}

/** Nothing is known of the key but whether there is one, which is a finding of its own. */
function keyUnknown({ hasKey }: EndpointEvidence): Finding {
  return hasKey
    ? { check: 'key', state: 'note', message: 'SPIKELOG_API_KEY is set, but was not checked.' }
    : {
        check: 'key',
        state: 'wrong',
        message: 'SPIKELOG_API_KEY holds no key.',
        advice:
          "Set it to your account's: `export SPIKELOG_API_KEY=sk_…`, and in a crontab a line " +
          '`SPIKELOG_API_KEY=sk_…`, since cron reads no profile.',
      }
}

function adviseFailure(
  { errorType = '', tls }: Extract<Attempt, { kind: 'failure' }>,
  { endpoint, proxy }: EndpointEvidence,
): string {
  if (tls) return adviseTls(errorType)
  if (proxy !== undefined) return `The way there is by the proxy ${proxy}: check that one first.`
  if (errorType === 'ENOTFOUND' || errorType === 'EAI_AGAIN') {
    const { hostname } = endpoint
    return `Check the name, and that this machine resolves names: \`getent hosts ${hostname}\`.`
  }
  if (errorType === 'ECONNREFUSED') return 'Nothing listens there: check SPIKELOG_ENDPOINT.'
  return 'Check the network, a firewall between, and HTTPS_PROXY if you need a proxy.'
}

function adviseTls(errorType: string): string {
  if (errorType === 'ERR_SSL_WRONG_VERSION_NUMBER') {
    return 'What listens there speaks no TLS: check scheme and port of SPIKELOG_ENDPOINT.'
  }
  if (errorType === 'CERT_HAS_EXPIRED' || errorType === 'CERT_NOT_YET_VALID') {
    return "Check this machine's clock by `date`. If it is right, the certificate there is out of date."
  }
  if (errorType === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return 'Another host answers there: check SPIKELOG_ENDPOINT, and how this machine resolves its name.'
  }
  return 'If your network replaces certificates, name its own: NODE_EXTRA_CA_CERTS=/path/to/ca.pem.'
}
