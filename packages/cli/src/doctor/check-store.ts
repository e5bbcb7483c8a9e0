import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type * as sqlite from 'node:sqlite'
import { count } from '../count.ts'
import type { Finding } from './finding.ts'

const check = 'store'
/** Nobody but its user may read or write. */
const othersMode = 0o077

/** What {@link checkStore} needs. */
export interface StoreToCheck {
  readonly file: string
  /** The folder is the program's own: others lie in folders of their users' choice. */
  readonly isOwnFolder: boolean
  /** Opens it as commands do; what is said meanwhile is wrong. */
  readonly open: () => void
  readonly complaints: readonly string[]
}

/** Looks at the file in which measurements wait, and at those of other accounts beside it. */
export function checkStore({
  file,
  isOwnFolder,
  open,
  complaints,
}: StoreToCheck): readonly Finding[] {
  open()
  const wrong = complaints.map((message): Finding => ({ check, state: 'wrong', message }))
  if (wrong.length > 0) return wrong
  const damage = readDamage(file)
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
  const others = readdirSync(folder).filter(
    (name) => name.endsWith('.sqlite') && name !== basename(file),
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

/** @returns 0 for a file that is none of ours */
function countCharts(file: string): number {
  try {
    return Number(query(file, 'SELECT count(*) AS charts FROM charts')[0]?.['charts'])
  } catch {
    return 0
  }
}

/** The store was opened before, which loads `node:sqlite` without its warning on Node 22. */
function query(file: string, sql: string): readonly Record<string, unknown>[] {
  const { DatabaseSync }: typeof sqlite = process.getBuiltinModule('node:sqlite')
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    return database.prepare(sql).all()
  } finally {
    database.close()
  }
}
