import type { HeldOutput } from './hold-output.ts'

/** What a job that prints where this process does needs. */
const nothingHeld = {
  descriptors: [],
  start: () => undefined,
  leave: () => undefined,
} as const

type MaybeHeld = Omit<HeldOutput, 'descriptors'> & {
  readonly descriptors: readonly [stdout?: number, stderr?: number]
}

/**
 * Makes ready to keep a job's output, if that is asked for. When there is no place for it, the job
 * prints as it would alone, and `finish` says why.
 */
export async function tryToHold(isAskedFor: boolean): Promise<() => MaybeHeld> {
  if (!isAskedFor) return () => ({ ...nothingHeld, finish: () => Promise.resolve(undefined) })
  const { holdOutput } = await import('./hold-output.ts')
  return () => {
    try {
      const held = holdOutput()
      return { ...held, finish: async (isWanted) => toNotice(await held.finish(isWanted)) }
    } catch (error) {
      const notice = toNotice(error instanceof Error ? error.message : String(error))
      return { ...nothingHeld, finish: () => Promise.resolve(notice) }
    }
  }
}

function toNotice(reason: string | undefined): string | undefined {
  if (reason === undefined) return undefined
  return `The output could not be kept back and was printed as it came: ${reason}. Make room where TMPDIR says, or set it.`
}
