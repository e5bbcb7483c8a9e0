import { constants } from 'node:os'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Lets a replay end in order when somebody stops it; a second signal ends it as it stands. */
export function abortOnSignals(): {
  readonly signal: AbortSignal
  /** What a shell gives for the signal that came. */
  readonly exitCode: () => number | undefined
  readonly forget: () => void
} {
  const abort = new AbortController()
  let code: number | undefined
  const stop = (name: NodeJS.Signals): void => {
    code ??= 128 + constants.signals[name]
    abort.abort()
  }
  for (const name of signals) process.once(name, stop)
  return {
    signal: abort.signal,
    exitCode: () => code,
    forget: () => {
      for (const name of signals) process.off(name, stop)
    },
  }
}
