import type { Theme } from '../view/theme.ts'
import { toCardSvg } from './to-card-svg.ts'
import { toNotice } from './to-notice.ts'

/** The picture of a chart that does not exist (yet): a chart appears with its first point. */
export function toMissingChartSvg(chart: string, theme: Theme): string {
  const description = 'There is no chart of this name. It appears with its first point.'
  return toCardSvg(
    { chart, description, theme },
    toNotice('No such chart yet', 'It appears with its first point.', theme),
  )
}
