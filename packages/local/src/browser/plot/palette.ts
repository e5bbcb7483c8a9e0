/** The colours of the canvas, which style sheets can't reach. */
export interface Palette {
  line: string
  fill: string
  fade: string
  grid: string
  label: string
}

/** Reads the colours that the style sheet has for the theme in force. */
export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement)
  const read = (name: string) => style.getPropertyValue(`--plot-${name}`)
  return {
    line: read('line'),
    fill: read('fill'),
    fade: read('fade'),
    grid: read('grid'),
    label: read('label'),
  }
}
