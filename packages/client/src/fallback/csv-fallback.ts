import { randomUUID } from 'node:crypto'
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  linkSync,
  openSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Logger } from '../log.ts'
import { toOneLine } from '../to-one-line.ts'
import { toReason } from './log-fallback.ts'
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
  /** The file may end in a torn row: nothing was written to it yet, or not all of it. */
  #mayBeTorn = true

  constructor(options: { file: string; logger: Logger; otherwise: Fallback }) {
    this.#file = toAbsolute(options.file)
    this.#logger = options.logger
    this.#otherwise = options.otherwise
    // Said now, not when the first point has to be written down.
    if (!existsSync(dirname(this.#file))) {
      this.#warnOnce(new Error('its folder does not exist'))
    }
  }

  write(rows: readonly FallbackRow[], lastFailure?: string): number {
    let kept = 0
    try {
      this.#append(rows, () => {
        kept += 1
      })
      this.#isFailing = false
    } catch (error) {
      this.#warnOnce(error)
      this.#otherwise.write(rows.slice(kept), lastFailure)
    }
    this.#sayShutdown(rows.slice(0, kept), lastFailure)
    return kept
  }

  #sayShutdown(kept: readonly FallbackRow[], lastFailure: string | undefined): void {
    const count = kept.filter(({ reason }) => reason.startsWith('shutdown')).length
    if (count === 0) return
    this.#logger.warn(
      `Undelivered at shutdown: ${count} ${count === 1 ? 'point' : 'points'}, ` +
        `kept in \`${this.#file}\`. ${toReason(lastFailure)}`.trimEnd(),
    )
  }

  #append(rows: readonly FallbackRow[], onRow: () => void): void {
    if (!existsSync(this.#file)) createWithHeader(this.#file)
    // Without O_NONBLOCK, opening a pipe that nobody reads would block the whole app.
    const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK
    const file = openSync(this.#file, flags, 0o600)
    try {
      const stats = fstatSync(file)
      if (stats.size === 0) writeWhole(file, csvHeader)
      // A write that stopped in mid-row (a full disk): the next row must not continue it.
      else if (this.#mayBeTorn && stats.isFile() && isTorn(this.#file)) writeWhole(file, '\n')
      this.#mayBeTorn = true
      for (const row of rows) {
        writeWhole(file, toCsvRow(row))
        onRow()
      }
      this.#mayBeTorn = false
    } finally {
      closeSync(file)
    }
  }

  #warnOnce(error: unknown): void {
    if (this.#isFailing) return
    this.#isFailing = true
    const reason = toOneLine(error instanceof Error ? error.message : String(error))
    this.#logger.warn(
      `Cannot write to the fallback file \`${this.#file}\`: ${reason}. ` +
        'Its rows go to the log. Make the file writable, or choose another `fallbackFile`.',
    )
  }
}

/** An app may change its folder later, as daemons do; or it is gone already. */
function toAbsolute(file: string): string {
  try {
    return resolve(file)
  } catch {
    return file
  }
}

/**
 * Makes the file and its header in one step: of several processes that end at once, each finds
 * either no file or one with a header.
 */
function createWithHeader(file: string): void {
  const draft = `${file}.${randomUUID()}`
  try {
    try {
      writeFileSync(draft, csvHeader, { mode: 0o600, flag: 'wx' })
      linkSync(draft, file)
    } finally {
      rmSync(draft, { force: true })
    }
  } catch {
    // Another process was faster, or the file system has no links: the file is opened as it is.
  }
}

/**
 * Whether the file's last row was not ended. Looks twice: another process may be writing, and the
 * file grows page by page. (If it is that slow, the cost is an empty line.)
 */
function isTorn(path: string): boolean {
  const file = openSync(path, 'r')
  try {
    return !endsRow(file) && !endsRow(file)
  } finally {
    closeSync(file)
  }
}

function endsRow(file: number): boolean {
  const last = Buffer.alloc(1)
  return readSync(file, last, 0, 1, fstatSync(file).size - 1) === 1 && last.toString() === '\n'
}

function writeWhole(file: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8')
  const written = writeSync(file, bytes)
  if (written < bytes.length) {
    throw new Error(`wrote ${written} of ${bytes.length} bytes: disk full?`)
  }
}
