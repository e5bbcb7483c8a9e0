/** Says how many there are: `1 chart`, `2 charts`. */
export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}
