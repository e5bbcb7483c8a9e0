import type { Logger } from '../log.ts'
import type { Warning } from './to-warnings.ts'

/** What comes and goes is not said more often. */
const quietMillis = 24 * 60 * 60 * 1000

/** Logs warnings when they come up: once per change of state, not once per failure. */
export class WarningLog {
  readonly #logger: Logger
  #standing: ReadonlySet<string> = new Set()
  readonly #saidAtMillis = new Map<string, number>()

  constructor(logger: Logger) {
    this.#logger = logger
  }

  /** Takes note of the warnings that stand now; `known` is one that other words have said already. */
  update(warnings: readonly Warning[], now: number, known?: Warning['kind']): void {
    for (const { kind, message } of warnings) {
      const isNew = kind !== known && !this.#standing.has(kind)
      if (isNew && now - (this.#saidAtMillis.get(kind) ?? -Infinity) >= quietMillis) {
        this.#saidAtMillis.set(kind, now)
        this.#logger.warn(message)
      }
    }
    this.#standing = new Set(warnings.map(({ kind }) => kind))
  }
}
