import type { Health } from '@spikelog-otel/client'
import type { Finding } from './finding.ts'

const mostNamed = 5

/** Says how many of the account's charts are used, and which had to be left out. */
export function judgeQuota(
  { charts, leftOut }: Pick<Health, 'charts' | 'leftOut'>,
  maxCharts: number,
): Finding {
  const check = 'quota'
  const used = `${charts.length} of ${maxCharts} charts are used`
  if (leftOut.length > 0) {
    const named = leftOut.slice(0, mostNamed).map((chart) => `\`${chart}\``)
    const more = leftOut.length - named.length
    return {
      check,
      state: 'wrong',
      message: `${used}; left out: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
      advice:
        'Use fewer names, delete a chart in Spikelog and give up its slot by `spikelog forget CHART`, ' +
        'or raise SPIKELOG_MAX_CHARTS if your plan has more.',
    }
  }
  if (charts.length < maxCharts) return { check, state: 'ok', message: `${used}.` }
  return { check, state: 'note', message: `${used}: another name will be left out.` }
}
