/** The colours a page or picture is drawn in; `auto` follows the reader's system. */
export type Theme = 'light' | 'dark' | 'auto'

/** Reads a theme; what is none is `auto`. */
export function parseTheme(text: string | null | undefined): Theme {
  return text === 'light' || text === 'dark' ? text : 'auto'
}
