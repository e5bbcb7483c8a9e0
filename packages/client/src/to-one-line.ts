/**
 * Makes text from outside (an answer's body, an error's message, an option) fit for one line of a
 * log: no line breaks, no control characters that a terminal would obey.
 */
export function toOneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}\u2028\u2029]+/gu, ' ')
}
