/**
 * Buckets lie on a grid of cells `[start + k·b, start + (k+1)·b)`. Closing a bucket early does not
 * move the grid, so a chart gets at most one point a cell whatever the reader's interval is.
 */
export interface BucketGrid {
  readonly startMillis: number
  readonly bucketMillis: number
}

/**
 * How early a bucket may close and how late the timer closes it, as a share of the bucket: a 300 s
 * reader whose timer fires a little early must still close its bucket.
 */
const tolerance = 0.1

/** The cell that `atMillis` lies in; times before the grid belong to its first cell. */
export function cellAt(grid: BucketGrid, atMillis: number): number {
  return Math.max(0, Math.floor((atMillis - grid.startMillis) / grid.bucketMillis))
}

/** How many cells from the first may be closed at `now`: those that end less than b/10 later. */
export function closableCells(grid: BucketGrid, now: number): number {
  const cells = (now - grid.startMillis) / grid.bucketMillis + tolerance
  return Math.max(0, Math.ceil(cells) - 1)
}

/** When `cell` begins. */
export function cellStart(grid: BucketGrid, cell: number): number {
  return grid.startMillis + cell * grid.bucketMillis
}

/** The time after which an export closes `cell`. */
export function closesAfter(grid: BucketGrid, cell: number): number {
  return cellStart(grid, cell + 1) - tolerance * grid.bucketMillis
}

/** When the bucket ends that may be closed after `dueMillis`. */
export function bucketEnd(dueMillis: number, bucketMillis: number): number {
  return dueMillis + tolerance * bucketMillis
}

/** When the timer closes a bucket that may be closed after `dueMillis`, if no export did. */
export function timerCloses(dueMillis: number, bucketMillis: number): number {
  return dueMillis + 2 * tolerance * bucketMillis
}

/**
 * Where the grid starts when the first thing merged was measured from `fromMillis` to `now`. When
 * that is a bucket's worth already (the first export of a reader as slow as the bucket), the bucket
 * it fills is over; otherwise it starts now.
 */
export function startOfGrid(fromMillis: number, now: number, bucketMillis: number): number {
  return now - fromMillis > (1 - tolerance) * bucketMillis ? now - bucketMillis : now
}
