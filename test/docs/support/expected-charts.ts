import type { LocalSpikelog } from '@spikelog-otel/local'

type Charts = Pick<LocalSpikelog, 'charts' | 'points'>

/** Reads `sign-ups=1; queue depth=3 7; latency=*`: a chart and its points, `*` for any of them. */
export function readExpectedCharts(note: string): Map<string, readonly number[] | '*'> {
  const entries = note.split(';').map((entry): [string, readonly number[] | '*'] => {
    const at = entry.lastIndexOf('=')
    const name = entry.slice(0, at).trim()
    const text = entry.slice(at + 1).trim()
    const values = text.split(/\s+/u).map(Number)
    if (at === -1 || name === '' || (text !== '*' && values.some(Number.isNaN))) {
      throw new Error(`Expected a note \`charts: name=1 2; other=*\`, got \`${entry.trim()}\``)
    }
    return [name, text === '*' ? '*' : values]
  })
  return new Map(entries)
}

/** What arrived, in the form of what was expected: with `*` where any value was. */
export function readCharts(
  local: Charts,
  expected: ReadonlyMap<string, readonly number[] | '*'>,
): Map<string, readonly number[] | '*'> {
  return new Map(
    local.charts().map(({ chart }) => {
      const values = local.points(chart).map(({ value }) => value)
      return [chart, expected.get(chart) === '*' ? '*' : values]
    }),
  )
}
