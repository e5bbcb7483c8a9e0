// Everything but https://www.w3.org/TR/xml/#NT-Char; with the flag `u`, lone surrogates among them.
const forbidden = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

// Line ends and tabs too: a parser would make spaces of them in an attribute.
const markup = /[&<>"'\t\n\r]/g

/**
 * Text that stands in XML, as content or as an attribute's value, for exactly itself. What XML 1.0
 * can't hold (control characters, lone surrogates, U+FFFE, U+FFFF) becomes U+FFFD.
 */
export function escapeXml(text: string): string {
  return text
    .replaceAll(forbidden, '\uFFFD')
    .replaceAll(markup, (character) => `&#${character.charCodeAt(0)};`)
}
