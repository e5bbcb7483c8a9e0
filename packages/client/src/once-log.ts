import type { Logger } from './log.ts'

/** Subjects remembered of one kind; a program that invents names must neither grow us nor fill the log. */
const maxSubjects = 1000

/** Says each thing once: what it is about is a kind of message and, where there are many, a subject. */
export class OnceLog {
  readonly #logger: Logger
  readonly #said = new Map<string, Set<string>>()

  constructor(logger: Logger) {
    this.#logger = logger
  }

  warn(kind: string, subject: string, message: string): void {
    const said = this.#said.get(kind) ?? new Set()
    this.#said.set(kind, said)
    if (said.has(subject) || said.size >= maxSubjects) return
    said.add(subject)
    this.#logger.warn(message)
  }
}
