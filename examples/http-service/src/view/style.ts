/** How texts stand out, or do not. */
export interface Style {
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly accent: (text: string) => string
}

/** Colours on a terminal that has them, unless `NO_COLOR` is set (https://no-color.org). */
export function createStyle({ isColored }: { isColored: boolean }): Style {
  const paint =
    (code: number, end: number) =>
    (text: string): string =>
      isColored ? `\u001B[${code}m${text}\u001B[${end}m` : text
  return { bold: paint(1, 22), dim: paint(2, 22), accent: paint(36, 39) }
}
