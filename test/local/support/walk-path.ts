interface Corner {
  x: number
  y: number
}

const command = /([MHVLhvlz])([^MHVLhvlz]*)/g
const number = /-?(?:\d+\.?\d*|\.\d+)/g

/** The corners of a path's lines, read apart from the code that writes them. */
export function walkPath(path: string): Corner[] {
  const corners: Corner[] = []
  let [x, y] = [0, 0]
  for (const [, name = '', rest = ''] of path.matchAll(command)) {
    const numbers = Array.from(rest.matchAll(number), ([text]) => Number(text))
    if (numbers.length !== ({ M: 2, l: 2, L: 2, z: 0 }[name] ?? 1)) throw new Error(name + rest)
    const [first = 0, second = 0] = numbers
    if (name === 'M' || name === 'L') [x, y] = [first, second]
    if (name === 'l') [x, y] = [x + first, y + second]
    if (name === 'H') x = first
    if (name === 'V') y = first
    if (name === 'h') x += first
    if (name === 'v') y += first
    if (name !== 'z') corners.push({ x, y })
  }
  return corners
}
