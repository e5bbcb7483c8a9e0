/**
 * The signals that end a process which does not care, but for SIGKILL, which nobody catches, SIGPIPE,
 * which Node ignores, and those of a program's own mistakes. SIGTSTP and its kin keep their meaning:
 * the terminal sends them to the job as well.
 */
const caught = [
  'SIGHUP',
  'SIGINT',
  'SIGQUIT',
  'SIGTERM',
  'SIGUSR1',
  'SIGUSR2',
  'SIGALRM',
  'SIGVTALRM',
  'SIGPROF',
  'SIGIO',
  'SIGPWR',
  'SIGSTKFLT',
  'SIGXCPU',
  'SIGABRT',
  'SIGTRAP',
  'SIGSYS',
] as const satisfies readonly NodeJS.Signals[]

/** From now on `receive` gets what would end this process. A signal of another system is none here. */
export function catchSignals(receive: (signal: NodeJS.Signals) => void): void {
  for (const signal of caught) process.on(signal, () => receive(signal))
}

const ignoredByNode = ['SIGPIPE', 'SIGXFSZ'] as const satisfies readonly NodeJS.Signals[]

/** Gives every signal its own meaning back: nobody gets it here any more. */
export function restoreSignals(): void {
  for (const signal of [...caught, ...ignoredByNode]) {
    // Node takes its hand off a signal with its last listener, and not before.
    process.on(signal, () => undefined)
    process.removeAllListeners(signal)
  }
}
