import type { LocalSpikelog, StoredPoint } from '@spikelog-otel/local'

/** The points of one bucket come in right after each other. */
const quietMillis = 150

/** Hands over points in groups. */
export interface BucketListener {
  /** Hands over what came in so far. */
  flush(): void
  close(): void
}

/** Calls the listener with all points of a bucket: a chart has one a bucket. */
export function onBucket(
  local: LocalSpikelog,
  listener: (points: readonly StoredPoint[]) => void,
): BucketListener {
  let bucket: StoredPoint[] = []
  let timer: NodeJS.Timeout | undefined

  const flush = (): void => {
    clearTimeout(timer)
    const points = bucket
    bucket = []
    if (points.length > 0) listener(points)
  }
  const stopListening = local.onPoint((point) => {
    if (bucket.some(({ chart }) => chart === point.chart)) flush()
    bucket.push(point)
    clearTimeout(timer)
    timer = setTimeout(flush, quietMillis)
  })
  return {
    flush,
    close: () => {
      stopListening()
      flush()
    },
  }
}
