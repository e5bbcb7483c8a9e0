/**
 * Takes out of packed types what no editor needs to show while somebody writes an app: of each comment
 * what follows its first paragraph (the tags that say what goes in and out stay), and of declarations
 * that few meet all but the first sentence. The sources and the docs have the whole.
 *
 * @param brief names of the declarations that few meet
 */
export function leanTypes(code: string, brief: readonly string[]): string {
  const withBrief = brief.reduce((rest, name) => {
    const declaration = new RegExp(
      String.raw`^(?<head>/\*\*(?:(?!\*/)[^])*\*/\n)?(?<body>(?:export declare )?(?:interface|type|function) ${name}\b[^]*?\n(?=/\*\*|\w))`,
      'mu',
    )
    if (!declaration.test(rest)) throw new Error(`Expected a declaration of ${name}`)
    return rest.replace(declaration, (_all, head: string | undefined, body: string) => {
      const sentence = /^[^]*?\.(?=\s|$)/u.exec(toLines(head ?? '').join(' '))?.[0]
      const comment = sentence === undefined ? '' : `/** ${sentence} */\n`
      return comment + body.replaceAll(/^ *\/\*\*[^]*?\*\/\n/gmu, '')
    })
  }, code)
  return withBrief.replaceAll(/^( *)(\/\*\*\n[^]*?\n *\*\/)/gmu, shorten)
}

/** Editors break lines themselves. */
function shorten(_all: string, indent: string, comment: string): string {
  const kept = toParts(toLines(comment)).filter(
    (part, at) => at === 0 || /^@(?:param|returns|throws|default)\b/u.test(part[0] ?? ''),
  )
  const text = kept.map((part) => part.map((line) => line.trim()).join(' '))
  return `${indent}/** ${text.join(`\n${indent} * `)} */`
}

/** A comment's text. */
function toLines(comment: string): string[] {
  const text = comment.replaceAll(/^ *\/\*\*|\*\/\s*$/gmu, '').trim()
  return text.split('\n').map((line) => line.trim().replace(/^\* ?/u, ''))
}

/** Paragraphs, and tags with what belongs to them. */
function toParts(lines: readonly string[]): string[][] {
  const parts: string[][] = [[]]
  for (const line of lines) {
    if (line === '' || line.startsWith('@')) parts.push([])
    if (line !== '') parts.at(-1)?.push(line)
  }
  return parts.filter((part) => part.length > 0)
}
