import type { Logger } from '../log.ts'
import type { Section } from '../memory/memory.ts'
import type { WallTimes } from '../memory/wall-times.ts'
import type { Warning } from './to-warnings.ts'

/** What comes and goes is not said more often. */
const quietMillis = 24 * 60 * 60 * 1000

/** Logs warnings when they come up: once per change of state, not once per failure. */
export class WarningLog {
  readonly #logger: Logger
  /** Said, and true ever since. */
  #standing: ReadonlySet<string> = new Set()
  #saidAtMillis = new Map<string, number>()

  constructor(logger: Logger) {
    this.#logger = logger
  }

  /**
   * Takes note of the warnings that stand now. `known` is one that other words are saying just now:
   * it is said only if it still stands when it no longer comes of that.
   */
  update(warnings: readonly Warning[], now: number, known?: Warning['kind']): void {
    const standing = new Set<string>()
    for (const { kind, message } of warnings) {
      if (kind === known) {
        this.#saidAtMillis.set(kind, now)
      } else if (this.#standing.has(kind)) {
        standing.add(kind)
      } else if (now - (this.#saidAtMillis.get(kind) ?? -Infinity) >= quietMillis) {
        standing.add(kind)
        this.#saidAtMillis.set(kind, now)
        this.#logger.warn(message)
      }
    }
    this.#standing = standing
  }

  /** What other processes have to know. */
  snapshot({ toWall }: WallTimes): Record<'warned' | 'standing', Section> {
    return {
      warned: new Map([...this.#saidAtMillis].map(([kind, at]) => [kind, toWall(at)])),
      standing: new Map([...this.#standing].map((kind) => [kind, 1])),
    }
  }

  /** Takes over what they said. */
  restore(known: Record<'warned' | 'standing', Section>, { now, fromWall }: WallTimes): void {
    this.#standing = new Set(known.standing.keys())
    this.#saidAtMillis = new Map(
      [...known.warned].map(([kind, at]) => [kind, fromWall(at, now) ?? -Infinity]),
    )
  }
}
