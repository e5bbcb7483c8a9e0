/**
 * Characters that mean something to HTML, and those that turn the direction of writing or end a
 * line without being seen: a snippet must look like what it does.
 */
const special = /[&<>"'\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu

/** Text as it may stand in HTML, also within an attribute's quotes. */
export function escapeHtml(text: string): string {
  return text.replace(special, (character) => `&#${character.codePointAt(0)};`)
}
