/** The pages and files that are made of one chart. */
export const chartTargets = {
  api: (name: string) => `/api/v1/charts/${name}`,
  points: (name: string) => `/api/v1/charts/${name}/points`,
  csv: (name: string) => `/api/v1/charts/${name}/points.csv`,
  embed: (name: string) => `/embed/${name}`,
  embedPoints: (name: string) => `/embed/${name}/points`,
  svg: (name: string) => `/embed/${name}.svg`,
  badge: (name: string) => `/badge/${name}.svg`,
} as const

/**
 * The path (and query) of something that is made of a chart. Dots are escaped too, so that the
 * embed of a chart named `a.svg` is not the picture of a chart named `a`. The names `.` and `..`
 * can't stand in a path at all, not even escaped (https://url.spec.whatwg.org/#double-dot-path-segment):
 * they go into the query.
 */
export function toChartUrl(target: keyof typeof chartTargets, chart: string): string {
  const name = encodeURIComponent(chart).replaceAll('.', '%2E')
  if (/^(%2E){1,2}$/.test(name)) return `${chartTargets[target]('-')}?chart=${name}`
  return chartTargets[target](name)
}
