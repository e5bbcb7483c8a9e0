import { type Cursor, toCursor } from './cursor.ts'
import { toCursorIndex } from './to-cursor-index.ts'

const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -10,
  PageUp: 10,
  Home: -Infinity,
  End: Infinity,
}

/** Tells whether a key moves the cursor. */
export function isCursorKey(key: string): boolean {
  return Object.hasOwn(steps, key)
}

/**
 * The cursor after a key on a chart, as sliders have them: arrows by one point, PageUp and PageDown
 * by ten, Home and End to the first and the last.
 */
export function moveCursor(
  times: readonly number[],
  cursor: Cursor | undefined,
  key: string,
): Cursor | undefined {
  const index = toCursorIndex(times, cursor) + (steps[key] ?? 0)
  return toCursor(times, Math.min(Math.max(index, 0), times.length - 1))
}
