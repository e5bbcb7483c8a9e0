import { createSystemClock, readProcessEnvironment } from '@spikelog-otel/client/internals'
import { registerSpikelog } from './register-spikelog.ts'

/** Registers with the real process. */
export function registerHere(): void {
  // Loaded here alone: it takes a third of the time of all that the exporter's import needs.
  const { isMainThread } = process.getBuiltinModule('node:worker_threads')
  registerSpikelog({
    process,
    environment: readProcessEnvironment,
    clock: createSystemClock(),
    isMainThread,
  })
}
