/** Lets at most this many run at once; the others wait for their turn. */
export function limitConcurrency(most: number): (run: () => Promise<void>) => Promise<void> {
  let running = 0
  const waiting: (() => void)[] = []
  return async (run) => {
    if (running === most) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
    try {
      await run()
    } finally {
      const next = waiting.shift()
      // Whoever waited longest takes this place over.
      if (next === undefined) running -= 1
      else next()
    }
  }
}
