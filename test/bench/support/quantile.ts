/** The value below which that share of all lies; 0.5 is the median. */
export function quantile(values: readonly number[], share: number): number {
  const ascending = values.toSorted((a, b) => a - b)
  return ascending[Math.floor(ascending.length * share)] ?? Number.NaN
}
