/** Calls back later; gives the function that calls it off. */
export function schedule(callback: () => void, millis: number): () => void {
  const timer = setTimeout(callback, millis)
  return () => clearTimeout(timer)
}
