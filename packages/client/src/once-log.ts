import type { Logger } from './log.ts'
import type { Section } from './memory/memory.ts'

/** Subjects remembered of one kind; a program that invents names must neither grow us nor fill the log. */
const maxSubjects = 1000
/** What another process said longer ago is said again. */
const quietMillis = 24 * 60 * 60 * 1000
/** Messages that other processes are told of. */
const mostTold = 200

/** What {@link OnceLog} needs. */
export interface OnceLogParts {
  readonly logger: Logger
  readonly wallNow: () => number
  /** Called before anything is said: other processes may have said it. */
  readonly onWarn: () => void
}

/** Says each thing once: what it is about is a kind of message and, where there are many, a subject. */
export class OnceLog {
  readonly #parts: OnceLogParts
  /** When it was said, by kind and subject. */
  readonly #said = new Map<string, Map<string, number>>()

  constructor(parts: OnceLogParts) {
    this.#parts = parts
  }

  warn(kind: string, subject: string, message: string): void {
    const said = this.#saidOf(kind)
    if (said.has(subject)) return
    this.#parts.onWarn()
    if (said.has(subject) || said.size >= maxSubjects) return
    said.set(subject, Math.round(this.#parts.wallNow()))
    this.#parts.logger.warn(message)
  }

  /** What other processes have to know. */
  snapshot(): Section {
    const told = [...this.#said].flatMap(([kind, said]) =>
      [...said].map(([subject, at]) => [`${kind} ${subject}`, at] as const),
    )
    return new Map(told.filter(([, at]) => this.#isQuiet(at)).slice(-mostTold))
  }

  /** Takes over what they said. */
  restore(told: Section): void {
    for (const [key, at] of told) {
      const [kind = ''] = key.split(' ', 1)
      const said = this.#saidOf(kind)
      const subject = key.slice(kind.length + 1)
      if (this.#isQuiet(at) && !said.has(subject)) said.set(subject, Number(at))
    }
  }

  #saidOf(kind: string): Map<string, number> {
    const said = this.#said.get(kind) ?? new Map<string, number>()
    this.#said.set(kind, said)
    return said
  }

  /** One said "later than now", by a clock that was set back since, counts as old. */
  #isQuiet(at: number | string): boolean {
    const agoMillis = this.#parts.wallNow() - Number(at)
    return agoMillis > -1 && agoMillis < quietMillis
  }
}
