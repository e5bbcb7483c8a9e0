/**
 * `npm run bench`: every file beside this one, one after the other, each in a process of its own;
 * `npm run bench <name>…` only those. What they report is written into RESULTS.md. Ends with another
 * code than 0 when a bound is missed or a bench fails.
 */
import { fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { putSection } from './support/results-page.ts'
import type { ReadyRow } from './support/row.ts'

const page = fileURLToPath(new URL('RESULTS.md', import.meta.url))
const files = globSync('*.ts', { cwd: import.meta.dirname })
const all = files.map((file) => basename(file, '.ts')).filter((name) => name !== 'run')
const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !all.includes(name))
if (unknown.length > 0) throw new Error(`Expected one of ${all.join(', ')}, got ${unknown.join()}`)

/** Runs a bench, writes down what it reports, and tells whether it kept all bounds. */
async function run(name: string): Promise<boolean> {
  console.log(`\n> ${name}`)
  const rows: ReadyRow[] = []
  const child = fork(`${import.meta.dirname}/${name}.ts`)
  child.on('message', (row) => rows.push(row as ReadyRow))
  const [code] = (await once(child, 'close')) as [number | null]
  const isWhole = code === 0 || rows.some(({ met }) => met === 'NO')
  if (isWhole && rows.length > 0) write(name, rows)
  return code === 0
}

function write(name: string, rows: readonly ReadyRow[]): void {
  const before = existsSync(page) ? readFileSync(page, 'utf8') : ''
  const about = readAbout(`${import.meta.dirname}/${name}.ts`)
  writeFileSync(page, putSection(before, { name, about, setting: describeSetting(), rows }))
  spawnSync('oxfmt', [page])
}

/** The comment a file begins with. */
function readAbout(file: string): string {
  const comment = /^\/\*\*([^]*?)\*\//u.exec(readFileSync(file, 'utf8'))?.[1] ?? ''
  return comment.replaceAll(/^[ *]+/gmu, '').trim()
}

function describeSetting(): string {
  const [date] = new Date().toISOString().split('T')
  const [cpu] = cpus()
  return `${date}, Node ${process.versions.node}, ${cpus().length} × ${cpu?.model ?? 'unknown CPU'}`
}

const missed: string[] = []
for (const name of asked.length > 0 ? asked : all.sort()) {
  if (!(await run(name))) missed.push(name)
}
console.log(missed.length === 0 ? '\nAll bounds are met.' : `\nMissed: ${missed.join(', ')}`)
process.exitCode = missed.length === 0 ? 0 : 1
