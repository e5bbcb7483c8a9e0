/** Counts deliveries, those under way at once too, and times them: pass `runDelivery` to a client or an exporter. */
export function countRuns(): {
  runs: { now: number; most: number; total: number; longestMillis: number }
  runDelivery: <T>(deliver: () => Promise<T>) => Promise<T>
} {
  const runs = { now: 0, most: 0, total: 0, longestMillis: 0 }
  const runDelivery = async <T>(deliver: () => Promise<T>): Promise<T> => {
    runs.now += 1
    runs.total += 1
    runs.most = Math.max(runs.most, runs.now)
    const startMillis = performance.now()
    try {
      return await deliver()
    } finally {
      runs.now -= 1
      runs.longestMillis = Math.max(runs.longestMillis, performance.now() - startMillis)
    }
  }
  return { runs, runDelivery }
}
