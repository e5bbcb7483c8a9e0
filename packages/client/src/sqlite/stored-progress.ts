import type { BucketGrid } from '../bucket/bucket-grid.ts'
import type { Progress } from '../bucket/bucket-slot.ts'
import { parseFields } from './parse-json.ts'
import { cellAt, cellStart } from './shared.ts'

/**
 * How far the buckets in the file have come, in cells of this process: the file holds times, as another
 * process may have buckets of another width.
 */
export interface StoredProgress extends Progress {
  readonly wallMillis: number
  /** Whether the next merge starts the grid: the first one does, and the first after a forced claim. */
  readonly mergeStartsGrid: boolean
  /** The clock went back, and the grid with it; the file does not know yet. */
  readonly isMoved: boolean
}

/** Adding and multiplying leaves a time that is a little before its cell. */
const slack = 1e-3

/**
 * Reads where the file says its buckets are. A clock that went back leaves them in the future, where
 * nothing would be due for years: then a new grid starts now.
 */
export function readProgress(
  text: unknown,
  wallMillis: number,
  bucketMillis: number,
): StoredProgress {
  const { start, closed, width, isOver } = parseFields(text)
  const latest = Math.max(Number(start), Number(closed))
  const horizon = wallMillis + Math.max(bucketMillis, Number(width) || 0)
  const isMoved = !(latest <= horizon)
  const grid = { startMillis: isMoved ? wallMillis : Number(start), bucketMillis }
  const progress = { grid, nextCell: 0, wallMillis, mergeStartsGrid: isOver !== false, isMoved }
  return isMoved ? progress : { ...progress, nextCell: cellOf(grid, closed) }
}

/** @returns what {@link readProgress} reads */
export function writeProgress({ grid, nextCell, mergeStartsGrid }: StoredProgress): string {
  const { startMillis: start, bucketMillis: width } = grid
  return JSON.stringify({
    start,
    closed: cellStart(grid, nextCell),
    width,
    isOver: mergeStartsGrid,
  })
}

/** The cell that a time in the file lies in: never one that only comes later. */
export function toCell({ grid, nextCell, wallMillis }: StoredProgress, atMillis: unknown): number {
  return Math.min(cellOf(grid, atMillis), Math.max(nextCell, cellAt(grid, wallMillis)))
}

function cellOf(grid: BucketGrid, atMillis: unknown): number {
  return cellAt(grid, Number(atMillis) + grid.bucketMillis * slack) || 0
}
