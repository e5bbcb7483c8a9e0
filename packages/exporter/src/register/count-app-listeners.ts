/** What is needed of `process`. */
export interface HostProcess {
  readonly pid: number
  prependListener(event: string, listener: () => void): unknown
  removeListener(event: string, listener: () => void): unknown
  listenerCount(event: string): number
  getMaxListeners(): number
  setMaxListeners(count: number): unknown
  kill(pid: number, signal: string): unknown
}

/** Where `signal-exit` 4 keeps its state. */
const signalExit = Symbol.for('signal-exit emitter')

/**
 * How many listeners the app has for a signal, ours left out. Those of the `signal-exit` package,
 * which many command-line libraries bring, do not count: they wait for others to end the process,
 * and end it themselves when the signal comes and nobody else listens.
 */
export function countAppListeners(process: HostProcess, signal: string, ours: number): number {
  return (
    process.listenerCount(signal) -
    ours -
    countOf(Reflect.get(globalThis, signalExit)) -
    countOf(Reflect.get(process, '__signal_exit_emitter__'))
  )
}

function countOf(emitter: unknown): number {
  if (typeof emitter !== 'object' || emitter === null) return 0
  const count: unknown = Reflect.get(emitter, 'count')
  return typeof count === 'number' ? count : 0
}
