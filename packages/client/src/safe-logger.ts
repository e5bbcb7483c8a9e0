import type { Logger } from './log.ts'

/** Wraps an app's logger: when it throws, neither the app nor a delivery may suffer for it. */
export function createSafeLogger(logger: Logger): Logger {
  const quietly =
    (level: keyof Logger) =>
    (message: string): void => {
      try {
        logger[level](message)
      } catch {
        // There is nowhere left to say so.
      }
    }
  return {
    error: quietly('error'),
    warn: quietly('warn'),
    info: quietly('info'),
    debug: quietly('debug'),
  }
}
