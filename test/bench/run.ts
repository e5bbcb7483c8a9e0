/**
 * `npm run bench`: every file beside this one, one after the other, each in a process of its own.
 * They print what they measured, and exit with another code than 0 when a bound is missed.
 */
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { basename } from 'node:path'

const files = globSync('*.ts', { cwd: import.meta.dirname })
const benches = files.filter((file) => file !== basename(import.meta.filename)).sort()
const missed = benches.filter((bench) => {
  console.log(`\n> ${bench}`)
  const { status } = spawnSync(process.execPath, [bench], {
    cwd: import.meta.dirname,
    stdio: 'inherit',
  })
  return status !== 0
})
console.log(missed.length === 0 ? '\nAll bounds are met.' : `\nMissed: ${missed.join(', ')}`)
process.exitCode = missed.length === 0 ? 0 : 1
