import type { CliEdges } from './command.ts'

const codes = { bold: [1, 22], red: [31, 39], green: [32, 39], yellow: [33, 39] } as const

/** Paints a text, or leaves it as it is. */
export type Paint = (color: keyof typeof codes, text: string) => string

/** Paints for standard output: on a terminal, unless `NO_COLOR`; everywhere with `FORCE_COLOR`. */
export function createPaint(edges: Pick<CliEdges, 'environment' | 'isTerminal'>): Paint {
  if (!hasColor(edges)) return (_color, text) => text
  return (color, text) => `\u001B[${codes[color][0]}m${text}\u001B[${codes[color][1]}m`
}

/** As Node itself decides: `FORCE_COLOR` goes first, and 0 or false in it means none. */
function hasColor({
  environment,
  isTerminal,
}: Pick<CliEdges, 'environment' | 'isTerminal'>): boolean {
  const forced = environment('FORCE_COLOR')
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  if (environment('NO_COLOR') !== undefined || environment('TERM') === 'dumb') return false
  return isTerminal('stdout')
}
