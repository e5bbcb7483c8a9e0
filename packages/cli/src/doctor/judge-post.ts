import type { Attempt } from '@spikelog-otel/client/internals'
import type { Finding } from './finding.ts'

/** Says what became of a real point. */
export function judgePost(
  attempt: Attempt,
  { chart, says }: { readonly chart: string; readonly says: string },
): Finding {
  const check = 'post'
  if (attempt.kind === 'answer' && attempt.status >= 200 && attempt.status < 300) {
    return { check, state: 'ok', message: `The point is on the chart \`${chart}\`.` }
  }
  const isRefused = attempt.kind === 'answer' && attempt.status >= 400 && attempt.status < 500
  return {
    check,
    state: 'wrong',
    message: `The point was not taken: ${says}.`,
    advice: isRefused
      ? 'Check the key, and whether the account has room for another chart.'
      : 'See the findings above.',
  }
}
