/** Puts `prefix` before a chart's name, with exactly one dot between. */
export function toChartName(prefix: string | undefined, name: string): string {
  if (prefix === undefined || prefix === '') return name
  return `${prefix.replace(/\.+$/, '')}.${name.replace(/^\.+/, '')}`
}
