/** A table of a page. */
interface Table {
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** Every table of a page. */
function readTables(text: string): Table[] {
  const tables = [...text.matchAll(/(?:^\|.*\|$\n?){3,}/gmu)]
  return tables.map(([table]) => {
    const [header = [], , ...rows] = table.trimEnd().split('\n').map(readCells)
    return { header, rows }
  })
}

/** The rows of all tables whose header begins so. */
export function readRows(text: string, ...header: readonly string[]): Table['rows'] {
  const found = readTables(text).filter((table) =>
    header.every((cell, at) => table.header[at] === cell),
  )
  if (found.length > 0) return found.flatMap(({ rows }) => rows)
  throw new Error(`Expected a table with the columns ${header.join(', ')}, got none`)
}

function readCells(row: string): string[] {
  const cells = row.slice(1, -1).split(/(?<!\\)\|/u)
  return cells.map((cell) => cell.trim().replaceAll(String.raw`\|`, '|'))
}

/** What a cell says in code: `` `a`, ``b ` c`` ``. */
export function readCode(cell: string): string[] {
  const codes = cell.matchAll(/(`+)(.+?)\1(?!`)/gu)
  return Array.from(codes, ([, fence = '', code = '']) => (fence.length > 1 ? code.trim() : code))
}
