import { createHash } from 'node:crypto'

/**
 * Tells whether an instance is in the share that exports. The same name always gets the same answer,
 * on every machine; raising the share adds instances and takes none away.
 *
 * @param share 0 (none) to 1 (all)
 */
export function isInRollout(instance: string, share: number): boolean {
  if (share === 1) return true
  const digest = createHash('sha256').update(instance).digest()
  return digest.readUIntBE(0, 6) / 2 ** 48 < share
}

/** Says that an instance exports nothing, and why. */
export function sayLeftOutOfRollout(instance: string, share: number): string {
  return `Instance \`${instance}\` is not in the rollout of ${share}: it exports nothing. Raise \`rollout\` (SPIKELOG_ROLLOUT) to include it.`
}
