/** A record of a CSV text, and where the next one begins. */
export interface CsvRecord {
  readonly cells: readonly string[]
  /** Behind the record, before the end of its line. */
  readonly end: number
}

/**
 * Reads the record at `start` of a CSV text, strictly by RFC 4180 (LF ends a line, too): a quote
 * that stands where none may stand says that the record was torn, and that what follows is another.
 *
 * @returns `undefined` when no record begins there
 */
export function readRecord(text: string, start: number): CsvRecord | undefined {
  const cells: string[] = []
  let at = start
  for (;;) {
    const cell = text[at] === '"' ? readQuoted(text, at) : readPlain(text, at)
    if (cell === undefined) return undefined
    cells.push(cell.value)
    at = cell.end
    if (text[at] !== ',') return { cells, end: at }
    at += 1
  }
}

interface Cell {
  readonly value: string
  readonly end: number
}

const plain = /[^",\r\n]*/uy

function readPlain(text: string, start: number): Cell | undefined {
  plain.lastIndex = start
  const [value = ''] = plain.exec(text) ?? []
  const end = start + value.length
  return isEndOfCell(text, end) ? { value, end } : undefined
}

function readQuoted(text: string, start: number): Cell | undefined {
  let from = start + 1
  let value = ''
  for (;;) {
    const quote = text.indexOf('"', from)
    if (quote < 0) return undefined
    value += text.slice(from, quote)
    if (text[quote + 1] !== '"') {
      return isEndOfCell(text, quote + 1) ? { value, end: quote + 1 } : undefined
    }
    value += '"'
    from = quote + 2
  }
}

function isEndOfCell(text: string, at: number): boolean {
  const char = text[at]
  return (
    char === undefined || char === ',' || char === '\n' || (char === '\r' && text[at + 1] === '\n')
  )
}
