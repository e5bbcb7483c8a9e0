/**
 * Where a page stands: the run of the server it hears, and the point it heard last. Ids of points
 * mean nothing to another run, whose file may be another one.
 */
export function toPosition(run: string, pointId: number): string {
  return `${run}.${pointId}`
}

/** Reads the last point a page heard of; `undefined` when it heard none of this run. */
export function parsePosition(text: string | undefined, run: string): number | undefined {
  const [, foundRun, pointId] = /^([\w-]+)\.(\d{1,15})$/.exec(text ?? '') ?? []
  return foundRun === run ? Number(pointId) : undefined
}
