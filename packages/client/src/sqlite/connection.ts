import { rmSync, statSync } from 'node:fs'
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import { loadNodeSqlite } from './load-node-sqlite.ts'
import { makeFile } from './make-file.ts'
import { retryBusy } from './retry-busy.ts'

/** A row as it is read. */
export type Row = Readonly<Record<string, unknown>>

/** An open file. Statements are prepared once. */
export class Connection {
  /** How long it waits for a lock. */
  busyMillis: number
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()
  readonly #path: string
  readonly #inode: number

  /** Opens the file; makes it, for this user alone, when it is missing. */
  constructor(path: string, busyMillis: number) {
    const { DatabaseSync: Database } = loadNodeSqlite()
    // Before SQLite does, who would let others read it. What it puts beside it gets the same mode.
    makeFile(path)
    this.#path = path
    const stats = statSync(path)
    // In `/dev` SQLite would leave a journal beside a device.
    if (!stats.isFile()) throw new Error('not a file')
    this.#inode = stats.ino
    this.busyMillis = busyMillis
    // Who waits is looked after here: SQLite's own waiting leaves out some of the cases.
    this.#database = new Database(path, { timeout: 0 })
  }

  /**
   * Has changes written to a log first, by which readers and a writer do not wait for each other.
   *
   * The log of a file that was deleted without it is taken away: processes that still have both open would
   * share it with the new file, which it does not fit. It is nobody else's while this one is empty and
   * locked, as a log comes after its file has something in it.
   */
  useLog(isNew: boolean): void {
    if (isNew) {
      this.#retry(() => this.run('BEGIN EXCLUSIVE'))
      if (statSync(this.#path).size === 0) {
        for (const end of ['-wal', '-shm']) rmSync(this.#path + end, { force: true })
      }
      this.run('ROLLBACK')
    }
    this.#retry(() => this.execute('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL'))
  }

  /** Whether the file was deleted, or another put in its place. */
  get isGone(): boolean {
    return statSync(this.#path, { throwIfNoEntry: false })?.ino !== this.#inode
  }

  /** Runs the work in one transaction, with the write lock from its start: all of it, or nothing. */
  change<Result>(work: () => Result): Result {
    this.#retry(() => this.run('BEGIN IMMEDIATE'))
    try {
      const result = work()
      this.run('COMMIT')
      return result
    } catch (error) {
      if (this.#database.isTransaction) this.run('ROLLBACK')
      throw error
    }
  }

  /** @returns how many rows changed */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepare(sql).run(...values).changes)
  }

  /** What stands first in the first row. */
  value(sql: string, ...values: SQLInputValue[]): unknown {
    return Object.values(this.first(sql, ...values) ?? {})[0]
  }

  first(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#retry(() => this.#prepare(sql).get(...values))
  }

  all(sql: string, ...values: SQLInputValue[]): readonly Row[] {
    return this.#retry(() => this.#prepare(sql).all(...values))
  }

  execute(sql: string): void {
    this.#database.exec(sql)
  }

  close(): void {
    this.#statements.clear()
    this.#database.close()
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql)
    if (statement === undefined) {
      statement = this.#database.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }

  #retry<Result>(work: () => Result): Result {
    return retryBusy(work, this.busyMillis)
  }
}
