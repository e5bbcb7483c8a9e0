/** A command of a shell block. */
export interface Command {
  /** Counted from the block's first line, from 0. */
  readonly lineOffset: number
  /** What stands before it: `NAME=value`. */
  readonly environment: Readonly<Record<string, string>>
  /** Program and arguments, without quotes. */
  readonly words: readonly string[]
}

/** Reads a block as a shell does, as far as docs go: comments, quotes, continued lines, `&&`, `|`. */
export function readCommands(code: string): Command[] {
  const lines = code.split('\n')
  const commands: Command[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const lineOffset = at
    let text = lines[at] ?? ''
    while (text.endsWith('\\') && at + 1 < lines.length) {
      at += 1
      text = `${text.slice(0, -1)} ${lines[at] ?? ''}`
    }
    for (const part of splitWords(text)) commands.push({ lineOffset, ...splitEnvironment(part) })
  }
  return commands
}

/** Words by command of a line. */
function splitWords(text: string): string[][] {
  const commands: string[][] = [[]]
  for (const [raw] of text.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/gu)) {
    if (raw.startsWith('#')) break
    if (raw === '&&' || raw === '|') commands.push([])
    else commands.at(-1)?.push(raw.replaceAll(/'([^']*)'|"([^"]*)"/gu, '$1$2'))
  }
  return commands.filter((words) => words.length > 0)
}

function splitEnvironment(words: readonly string[]): Pick<Command, 'environment' | 'words'> {
  const end = words.findIndex((word) => !isAssignment(word))
  const assignments = end === -1 ? words : words.slice(0, end)
  const environment = Object.fromEntries(
    assignments.map((word) => [
      word.slice(0, word.indexOf('=')),
      word.slice(word.indexOf('=') + 1),
    ]),
  )
  return { environment, words: end === -1 ? [] : words.slice(end) }
}

/** Tells whether a word sets a variable. */
function isAssignment(word: string): boolean {
  return /^[A-Za-z_]\w*=/u.test(word)
}
