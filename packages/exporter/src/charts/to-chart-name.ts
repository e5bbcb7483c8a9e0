const maxLength = 200

/** Puts `prefix` before a chart's name, with exactly one dot between. */
export function toChartName(prefix: string | undefined, name: string): string {
  const head = prefix?.replace(/\.+$/, '') ?? ''
  return head === '' ? name : `${head}.${name.replace(/^\.+/, '')}`
}

/** Tells whether the service takes `name` as it is: 1 to 200 characters, trimmed, printable. */
export function isChartName(name: string): boolean {
  return (
    name.length >= 1 && name.length <= maxLength && name === name.trim() && !/\p{Cc}/u.test(name)
  )
}
