/** What XML 1.0 can hold of a text, by the ranges of its production `Char`; the rest is U+FFFD. */
export function toXmlText(text: string): string {
  return Array.from(text, (character) => (isChar(character) ? character : '\uFFFD')).join('')
}

function isChar(character: string): boolean {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || code >= 0x10000
}
