import type { DocPage } from './doc-pages.ts'

/** A fenced block of code. */
export interface Block {
  readonly file: string
  /** The line on which its code begins, from 1. */
  readonly line: number
  readonly language: string
  readonly code: string
  /** What the comments right before it say, invisible to readers: `<!-- charts: users=1 -->`. */
  readonly notes: ReadonlyMap<Note, string>
}

/** What a comment before a block may say: CONTRIBUTING.md explains them. */
const notes = ['compiled with', 'file', 'charts', 'request', 'not run'] as const

type Note = (typeof notes)[number]

/** Where a block is, for people. */
export function placeOf({ file, line }: Pick<Block, 'file' | 'line'>): string {
  return `${file}:${line}`
}

/**
 * Every fenced block of a page, those within blocks of Markdown too.
 *
 * @throws Error for a fence that never ends, and for a note nobody knows.
 */
export function readBlocks({ file, text }: DocPage, firstLine = 1): Block[] {
  const lines = text.split('\n')
  const blocks: Block[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const [, indent = '', fence, language = ''] = /^( *)(`{3,})(.*)$/u.exec(lines[at] ?? '') ?? []
    if (fence === undefined) continue
    const closing = new RegExp(`^ *${fence}\`* *$`, 'u')
    const length = lines.slice(at + 1).findIndex((line) => closing.test(line))
    const line = firstLine + at + 1
    if (length === -1) throw new Error(`${file}:${line - 1}: this fence is never closed.`)
    const inner = lines.slice(at + 1, at + 1 + length)
    const code = inner.map((each) => each.replace(indent, '')).join('\n')
    const read = readNotes(lines.slice(0, at).join('\n'), `${file}:${line - 1}`)
    blocks.push({ file, line, language: language.trim(), code, notes: read })
    if (language.trim() === 'markdown') blocks.push(...readBlocks({ file, text: code }, line))
    at += length + 1
  }
  return blocks
}

/** The comments that end the text before a block. */
function readNotes(before: string, place: string): Map<Note, string> {
  const found = new Map<Note, string>()
  let rest = before.trimEnd()
  for (;;) {
    const comment = /<!-- ([^:>]+):((?:(?!-->)[^])*)-->$/u.exec(rest)
    if (comment === null) return found
    const [all, name = '', value = ''] = comment
    if (!isNote(name)) {
      throw new Error(
        `${place}: expected a note to be one of ${notes.join(', ')}, got \`${name}\`.`,
      )
    }
    found.set(name, value.trim())
    rest = rest.slice(0, -all.length).trimEnd()
  }
}

function isNote(name: string): name is Note {
  return (notes as readonly string[]).includes(name)
}
