import type { Logger } from './log.ts'

/** Topics remembered; a program that invents names must neither grow us nor fill the log. */
const maxTopics = 4000

/** Says each thing once. */
export class OnceLog {
  readonly #logger: Logger
  readonly #said = new Set<string>()

  constructor(logger: Logger) {
    this.#logger = logger
  }

  warn(topic: string, message: string): void {
    if (this.#said.has(topic) || this.#said.size >= maxTopics) return
    this.#said.add(topic)
    this.#logger.warn(message)
  }
}
