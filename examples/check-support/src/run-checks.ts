/** Says that something is as it should be. */
type SayOk = (what: string) => void

/**
 * Runs an example's check: prints a line for what holds, and what does not hold with exit code 1.
 * What `checks` promises to clean up with `defer` is cleaned up in any case, newest first.
 */
export async function runChecks(
  checks: (ok: SayOk, defer: (cleanUp: () => unknown) => void) => Promise<void>,
): Promise<void> {
  const cleanUps: (() => unknown)[] = []
  let checked = 0
  try {
    await checks(
      (what) => {
        checked += 1
        console.log(`ok  ${what}`)
      },
      (cleanUp) => cleanUps.unshift(cleanUp),
    )
    if (checked === 0) throw new Error('Nothing was checked.')
  } catch (error) {
    console.error(error)
    process.exitCode = 1
  }
  for (const cleanUp of cleanUps) await cleanUp()
}
