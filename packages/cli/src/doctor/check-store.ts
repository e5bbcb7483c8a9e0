import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type * as sqlite from 'node:sqlite'
import { count } from '../count.ts'
import type { Finding } from './finding.ts'

const check = 'store'
/** Nobody but its user may read or write. */
const othersMode = 0o077
/** Longer than any command holds the lock, on a busy machine too. */
const lockMillis = 1000
/** How files are called that nobody gave a name. */
const nameOfAccount = /^[\da-f]{16}\.sqlite$/u

/** What {@link checkStore} needs. */
export interface StoreToCheck {
  readonly file: string
  /** The folder is the program's own: others lie in folders of their users' choice. */
  readonly isOwnFolder: boolean
  /** What was said of it when it was used as commands do. */
  readonly complaints: readonly string[]
}

/** Looks at the file in which measurements wait, and at those of other accounts beside it. */
export function checkStore({ file, isOwnFolder, complaints }: StoreToCheck): readonly Finding[] {
  const wrong = complaints.map((message): Finding => ({ check, state: 'wrong', message }))
  if (wrong.length > 0) return wrong
  const damage = readDamage(file)
  // Last, since who only reads leaves a log behind.
  const refusal = tryToWrite(file)
  if (refusal !== undefined) return [refusal]
  const shared = toSharedPaths(isOwnFolder ? [dirname(file), file] : [file])
  const findings: Finding[] = []
  if (damage !== undefined) {
    const advice = 'Move it away; a new one is made. What waits in it is lost.'
    findings.push({ check, state: 'wrong', message: `${file} is damaged: ${damage}.`, advice })
  }
  for (const path of shared) {
    const message = `Others than you can read or write ${path}.`
    findings.push({ check, state: 'wrong', message, advice: `\`chmod go= ${path}\`` })
  }
  if (findings.length === 0) findings.push({ check, state: 'ok', message: `${file} is whole.` })
  return [...findings, ...findOthers(file)]
}

function toSharedPaths(paths: readonly string[]): readonly string[] {
  // Windows has no such modes.
  if (process.platform === 'win32') return []
  return paths.filter((path) => (statSync(path).mode & othersMode) !== 0)
}

/** A lock that another process holds passes without a word elsewhere: it may be gone by the next use. */
function tryToWrite(file: string): Finding | undefined {
  const database = openDatabase(file, { timeout: lockMillis })
  try {
    database.exec('BEGIN IMMEDIATE; ROLLBACK')
    return undefined
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const advice = message.includes('locked')
      ? `\`fuser ${file}\` names the process that has it. End that one if it hangs.`
      : 'Check its permissions, those of its folder, and the disk.'
    return { check, state: 'wrong', message: `${file} cannot be written: ${message}.`, advice }
  } finally {
    database.close()
  }
}

function readDamage(file: string): string | undefined {
  try {
    const [row] = query(file, 'PRAGMA quick_check(1)')
    const [said] = Object.values(row ?? {})
    return said === 'ok' ? undefined : String(said)
  } catch (error) {
    return String(error)
  }
}

/** Measurements of a key that nobody uses any more would wait for good. */
function findOthers(file: string): readonly Finding[] {
  const folder = dirname(file)
  const others = listFiles(folder).filter(
    (name) => nameOfAccount.test(name) && name !== basename(file),
  )
  return others.flatMap((name): readonly Finding[] => {
    const path = join(folder, name)
    const waiting = countCharts(path)
    if (waiting === 0) return []
    return [
      {
        check,
        state: 'note',
        message: `Of ${count(waiting, 'chart')} something waits in ${path}, for another key or endpoint.`,
        advice: 'Run `spikelog flush --now` with that one, or delete the file.',
      },
    ]
  })
}

/** Nothing of a folder that may be entered but not read. */
function listFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** @returns 0 for a file that is none of ours */
function countCharts(file: string): number {
  try {
    return Number(query(file, 'SELECT count(*) AS charts FROM charts')[0]?.['charts'])
  } catch {
    return 0
  }
}

function query(file: string, sql: string): readonly Record<string, unknown>[] {
  const database = openDatabase(file, { readOnly: true })
  try {
    return database.prepare(sql).all()
  } finally {
    database.close()
  }
}

/** The store was opened before, which loads `node:sqlite` without its warning on Node 22. */
function openDatabase(file: string, options: sqlite.DatabaseSyncOptions): sqlite.DatabaseSync {
  const { DatabaseSync }: typeof sqlite = process.getBuiltinModule('node:sqlite')
  return new DatabaseSync(file, options)
}
