import type { Logger } from './log.ts'

/** Warnings and errors to the console, so that a refused key does not go unnoticed; no chatter. */
export function createConsoleLogger(console: Pick<Console, 'warn' | 'error'>): Logger {
  return {
    error: (message) => console.error(`spikelog: ${message}`),
    warn: (message) => console.warn(`spikelog: ${message}`),
    info: () => {},
    debug: () => {},
  }
}
