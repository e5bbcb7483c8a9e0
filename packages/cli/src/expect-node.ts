import { UsageError } from './usage-error.ts'

/** The same as `engines` in package.json. */
const oldest = [22, 19] as const

/**
 * Says at once what would fail in odd ways later: cron may find another Node than a shell does.
 *
 * @throws UsageError on an older Node
 */
export function expectNode(version: string = process.versions.node): void {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return
  throw new UsageError(
    `Expected Node ${oldest.join('.')} or newer, got ${version}.`,
    'Update it, or name the folder of a newer one first in PATH, in the crontab too.',
  )
}
