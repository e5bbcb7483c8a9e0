import { globSync, readFileSync } from 'node:fs'
import { root } from './doc-pages.ts'

/** The texts in each source of a package. */
export function readSourceTexts(folder: string): string[][] {
  const files = globSync('**/*.ts', { cwd: `${root}/${folder}` })
  return files.map((file) => toTexts(readFileSync(`${root}/${folder}/${file}`, 'utf8')))
}

/** The texts of a source: parts that are added up are one text, and what is put in is `…`. */
export function toTexts(source: string): string[] {
  const code = source
    .replaceAll(/^\s*(?:\/\*|\*|\/\/).*$/gmu, '')
    // What a metric is for, not what is said to anyone.
    .replaceAll(/\bdescription: (?:'[^']*'|"[^"]*")/gu, '')
    .replaceAll('\\`', '\u{1}')
    .replaceAll("\\'", '\u{2}')
  const texts: string[] = []
  let isContinued = false
  for (let at = 0; at < code.length; at += 1) {
    const quote = code[at] ?? ''
    if (!['"', "'", '`'].includes(quote)) continue
    const [text, end] = quote === '`' ? readTemplate(code, at + 1) : readString(code, at + 1, quote)
    texts.push((isContinued ? (texts.pop() ?? '') : '') + text)
    const joint = /^\s*\+\s*(?=["'`])/u.exec(code.slice(end + 1, end + 200))
    isContinued = joint !== null
    at = end + (joint?.[0].length ?? 0)
  }
  return texts.map((text) => text.replaceAll('\u{1}', '`').replaceAll('\u{2}', "'"))
}

/** A string that begins here, and where it ends. */
function readString(code: string, start: number, quote: string): [string, number] {
  const end = code.indexOf(quote, start)
  return end === -1 ? ['', code.length] : [code.slice(start, end), end]
}

/** A template that begins here, with `…` for each `${…}`, and where it ends. */
function readTemplate(code: string, start: number): [string, number] {
  let text = ''
  let at = start
  for (; at < code.length && code[at] !== '`'; at += 1) {
    if (code.startsWith('${', at)) {
      at = endOfValue(code, at + 2)
      text += '…'
    } else text += code[at] ?? ''
  }
  return [text, at]
}

/** Where the `}` is that ends a value, which may hold braces and templates itself. */
function endOfValue(code: string, start: number): number {
  let depth = 1
  let at = start
  for (; at < code.length; at += 1) {
    if (code[at] === '`') [, at] = readTemplate(code, at + 1)
    else if (code[at] === '{') depth += 1
    else if (code[at] === '}') depth -= 1
    if (depth === 0) return at
  }
  return at
}

/** What is constant in a message of the docs: `…`, numbers and `chart=value` stand for anything. */
export function toConstantParts(message: string): string[] {
  const parts = message.split(/…|chart=value|\d+(?:\.\d+)*/u).map((part) => part.trim())
  return parts.filter((part) => /\p{L}{2}/u.test(part))
}

/** Whether the parts stand in a text, one after the other. */
export function holdsInOrder(text: string, parts: readonly string[]): boolean {
  let from = 0
  return parts.every((part) => {
    const at = text.indexOf(part, from)
    from = at + part.length
    return at !== -1
  })
}
