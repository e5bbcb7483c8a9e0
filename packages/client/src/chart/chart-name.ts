/** The longest chart name, prefix included (a rule of the service, see the wire contract). */
export const maxChartNameLength = 200

// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const controlCharacters = /[\u0000-\u001f\u007f-\u009f]/u

/** Puts `prefix` before a chart's name, with exactly one dot between. Empty when the name is. */
export function toChartName(prefix: string | undefined, name: string): string {
  const trimmed = name.trim()
  if (prefix === undefined) return trimmed
  const rest = trimmed.replace(/^[.\s]+/u, '')
  return rest === '' ? '' : `${prefix.trim().replace(/[.\s]+$/u, '')}.${rest}`
}

/** Tells whether the service takes `name` for a chart: 1 to 200 characters, none a control. */
export function isChartName(name: string): boolean {
  // Code points, as the local Spikelog counts: an emoji is one character.
  const { length } = name.length <= maxChartNameLength ? name : Array.from(name)
  return length >= 1 && length <= maxChartNameLength && !controlCharacters.test(name)
}
