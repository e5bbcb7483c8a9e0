import { isMainThread } from 'node:worker_threads'
import { createSystemClock, readProcessEnvironment } from '@spikelog-otel/client/internals'
import { registerSpikelog } from './register-spikelog.ts'

/** Registers with the real process. */
export function registerHere(): void {
  registerSpikelog({
    process,
    environment: readProcessEnvironment,
    clock: createSystemClock(),
    isMainThread,
  })
}
