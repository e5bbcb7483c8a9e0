import type { SpawnOptions } from 'node:child_process'

/** A job's descriptors: those of this process, its output elsewhere where that is asked for. */
export function toStdio(
  [stdout, stderr]: readonly [stdout?: number, stderr?: number],
  inherited: readonly number[],
): NonNullable<SpawnOptions['stdio']> {
  const more = Array.from({ length: Math.max(2, ...inherited) - 2 }, (_, index) =>
    inherited.includes(index + 3) ? ('inherit' as const) : ('ignore' as const),
  )
  return ['inherit', stdout ?? 'inherit', stderr ?? 'inherit', ...more]
}
