import { formatChartRule } from './charts/format-chart-rule.ts'

/** What {@link adviseLeftOut} has to know. */
export interface LeftOutContext {
  readonly prefix: string | undefined
  readonly hasRules: boolean
  readonly maxCharts: number
}

/** Says which rules to write for charts that were left out: ready to paste, as rules replace the automatic choice. */
export function adviseLeftOut(
  leftOut: readonly string[],
  admitted: readonly string[],
  { prefix, hasRules, maxCharts }: LeftOutContext,
): string {
  const toRule = (chart: string): string => {
    const start = prefix === undefined ? '' : `${prefix.replace(/\.+$/u, '')}.`
    const metric = chart.startsWith(start) ? chart.slice(start.length) : chart
    return `'${formatChartRule({ metric }).replaceAll("'", String.raw`\'`)}'`
  }
  if (hasRules) {
    const [first = ''] = leftOut
    return `Rules without \`*\` come first: name what matters, e.g. ${toRule(first)}.`
  }
  const free = maxCharts - admitted.length
  const chosen =
    free > 0
      ? [...admitted, ...leftOut.slice(0, free)]
      : [...leftOut.slice(0, 1), ...admitted].slice(0, maxCharts)
  const why =
    free > 0
      ? `Only three metrics of OpenTelemetry's instrumentations are charted unasked; ${free} free ` +
        `${free === 1 ? 'chart is' : 'charts are'} kept for your own. `
      : ''
  return (
    `${why}To choose yourself, name up to ${maxCharts} metrics, which replaces this choice: ` +
    `\`charts: [${chosen.map(toRule).join(', ')}]\` (or SPIKELOG_CHARTS, separated by commas).`
  )
}
