/** A place in a picture, in pixels. */
export interface Position {
  x: number
  y: number
}

/**
 * Writes the line through some places as the steps of an SVG path, from the first place on (which is
 * not written: put `M x y` in front). Steps are relative and in tenths of a pixel, counted from where
 * the rounded line really is, so that errors don't add up.
 */
export function toLinePath([start, ...rest]: readonly Position[]): string {
  if (!start) return ''
  let path = ''
  let at = toTenths(start)
  for (const position of rest) {
    const to = toTenths(position)
    path += toStep(to.x - at.x, to.y - at.y)
    at = to
  }
  return path
}

function toTenths({ x, y }: Position): Position {
  return { x: Math.round(x * 10), y: Math.round(y * 10) }
}

function toStep(dx: number, dy: number): string {
  if (dx === 0 && dy === 0) return ''
  if (dy === 0) return `h${toPixels(dx)}`
  if (dx === 0) return `v${toPixels(dy)}`
  const [x, y] = [toPixels(dx), toPixels(dy)]
  return `l${x}${isSeparate(x, y) ? '' : ' '}${y}`
}

/** `.5`, `-.5`, `12`: no zero that says nothing. */
function toPixels(tenths: number): string {
  return String(tenths / 10).replace(/^(-?)0\./, '$1.')
}

/** Whether a parser sees by itself where `y` begins: a sign does it, or a second point. */
function isSeparate(x: string, y: string): boolean {
  return y.startsWith('-') || (y.startsWith('.') && x.includes('.'))
}
