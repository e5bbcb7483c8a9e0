/**
 * Reads a page of Prometheus' text format: from `name{label="value"}` as it is written there to the
 * value. Labels that name the instrumentation scope are left out of the keys.
 */
export function parsePrometheus(page: string): Map<string, number> {
  const samples = page.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(
    samples.map((line) => {
      const [, name = '', labels = '', value = ''] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
      const kept = labels.split(',').filter((label) => label && !label.startsWith('otel_scope_'))
      return [kept.length > 0 ? `${name}{${kept.join(',')}}` : name, Number(value)]
    }),
  )
}
