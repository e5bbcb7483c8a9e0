import { closeSync, constants, fstatSync, openSync, writeSync } from 'node:fs'
import type { Logger } from '../log.ts'
import { csvHeader, toCsvRow } from './csv-row.ts'
import type { Fallback, FallbackRow } from './fallback.ts'

/**
 * Appends rows to a CSV file, one `write` a row, so that several processes can share it. What cannot
 * be written goes to `otherwise` (the log), so that it is still written down somewhere.
 */
export function createCsvFallback(options: {
  readonly file: string
  readonly logger: Logger
  readonly otherwise: Fallback
}): Fallback {
  return new CsvFallback(options)
}

class CsvFallback implements Fallback {
  readonly keepsRows = true
  readonly #file: string
  readonly #logger: Logger
  readonly #otherwise: Fallback
  #isFailing = false
  /** The last write stopped in mid-row (a full disk): the next row must not continue it. */
  #isTorn = false

  constructor(options: { file: string; logger: Logger; otherwise: Fallback }) {
    this.#file = options.file
    this.#logger = options.logger
    this.#otherwise = options.otherwise
  }

  write(rows: readonly FallbackRow[]): number {
    let kept = 0
    try {
      this.#append(rows, () => {
        kept += 1
      })
      this.#isFailing = false
    } catch (error) {
      this.#warnOnce(error)
      this.#otherwise.write(rows.slice(kept))
    }
    return kept
  }

  #append(rows: readonly FallbackRow[], onRow: () => void): void {
    // Without O_NONBLOCK, opening a pipe that nobody reads would block the whole app.
    const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK
    const file = openSync(this.#file, flags, 0o600)
    try {
      const { size } = fstatSync(file)
      if (size === 0) this.#writeWhole(file, csvHeader)
      else if (this.#isTorn) this.#writeWhole(file, '\n')
      for (const row of rows) {
        this.#writeWhole(file, toCsvRow(row))
        onRow()
      }
    } finally {
      closeSync(file)
    }
  }

  #writeWhole(file: number, text: string): void {
    const bytes = Buffer.from(text, 'utf8')
    const written = writeSync(file, bytes)
    this.#isTorn = written < bytes.length
    if (this.#isTorn) throw new Error(`wrote ${written} of ${bytes.length} bytes: disk full?`)
  }

  #warnOnce(error: unknown): void {
    if (this.#isFailing) return
    this.#isFailing = true
    const reason = error instanceof Error ? error.message : String(error)
    this.#logger.warn(
      `Cannot write to the fallback file \`${this.#file}\`: ${reason}. ` +
        'Its rows go to the log. Make the file writable, or choose another `fallbackFile`.',
    )
  }
}
