/**
 * `npm run test:mutation`: changes the pure cores in thousands of small ways, one at a time, and
 * counts which of these mutants the unit tests find. Survivors have to be listed in survivors.json. A
 * whole run writes RESULTS.md and the score into test/README.md; `npm run test:mutation -- --mutate
 * <files>` tries a part of the code and writes nothing.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { matchSurvivors } from './support/match-survivors.ts'
import type { KnownSurvivors } from './support/match-survivors.ts'
import { readMutants } from './support/read-mutants.ts'
import type { Report } from './support/read-mutants.ts'
import { toResultsPage, toScore } from './support/to-results-page.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const reportFile = `${root}test/output/mutation/report.json`
const asked = process.argv.slice(2)

const startMillis = performance.now()
rmSync(reportFile, { force: true })
const { status } = spawnSync('stryker', ['run', 'test/mutation/stryker.config.json', ...asked], {
  cwd: root,
  stdio: 'inherit',
})
const minutes = Math.round((performance.now() - startMillis) / 60_000)

const list = `${root}test/mutation/survivors.json`
const survivors = JSON.parse(readFileSync(list, 'utf8')) as KnownSurvivors[]
const mutants = readMutants(JSON.parse(readFileSync(reportFile, 'utf8')) as Report)
const { unknown, outdated } = matchSurvivors(mutants, survivors)
for (const { file, lineNumber, line, becomes } of unknown) {
  console.log(
    `\nNot found, and not listed: packages/${file}:${lineNumber}\n  - ${line}\n  + ${becomes}`,
  )
}
for (const text of outdated) console.log(`\nListed, and not among the survivors: ${text}`)
const score = toScore(mutants)
console.log(`\n${score} in ${minutes} min; ${unknown.length} survivors are not listed`)

if (!asked.includes('--mutate') && unknown.length + outdated.length === 0) {
  const [date] = new Date().toISOString().split('T')
  const commit = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' })
  const when = `${date}, commit ${commit.stdout.trim()}`
  const page = `${root}test/mutation/RESULTS.md`
  const readme = `${root}test/README.md`
  const setting = `${when}, Node ${process.versions.node}, ${minutes} minutes`
  writeFileSync(page, toResultsPage(mutants, survivors, setting))
  const text = readFileSync(readme, 'utf8')
  writeFileSync(
    readme,
    text.replace(/^Mutation score: .*$/mu, `Mutation score: **${score}**, ${when}.`),
  )
  spawnSync('oxfmt', [page, readme], { cwd: root })
}
process.exitCode = status === 0 && unknown.length + outdated.length === 0 ? 0 : 1
