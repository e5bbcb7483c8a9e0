/** A node of a syntax tree, as far as it matters here. */
interface Node {
  readonly type: string
  readonly start: number
}

/** A line may be longer by the statement that ends it. */
const lineLength = 1500

/**
 * Breaks minified code into lines where that changes nothing. Node shows the line of an error that
 * nobody catches: of code in one line, all of it.
 *
 * @param program the code's syntax tree, with offsets into it
 */
export function breakLines(code: string, program: object): string {
  const offsets = [...findBreaks(program)].sort((a, b) => a - b)
  let lineStart = 0
  let broken = ''
  for (const offset of offsets) {
    if (offset - lineStart < lineLength) continue
    broken += `${code.slice(lineStart, offset)}\n`
    lineStart = offset
  }
  return broken + code.slice(lineStart)
}

/** Where statements, members of classes, and what stands behind a comma begin. */
function* findBreaks(value: unknown): Generator<number> {
  if (typeof value !== 'object' || value === null) return
  for (const [name, child] of Object.entries(value)) {
    if (isList(child) && ['body', 'consequent'].includes(name)) yield* child.map(toStart)
    if (isList(child) && ['declarations', 'expressions'].includes(name) && !isTemplate(value)) {
      yield* child.slice(1).map(toStart)
    }
    yield* findBreaks(child)
  }
}

function isList(value: unknown): value is readonly Node[] {
  return Array.isArray(value)
}

/** What a template literal puts in are expressions, too, but a break in it could be text. */
function isTemplate(value: object): boolean {
  return 'type' in value && value.type === 'TemplateLiteral'
}

function toStart({ start }: Node): number {
  return start
}
