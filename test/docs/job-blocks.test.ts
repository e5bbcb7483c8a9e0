/** The jobs of the docs: crontabs, units, workflows, images, scripts, each read as who runs it does, and run. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { useFolder } from '../client/support/use-folder.ts'
import { isMissing } from '../local/support/run-command.ts'
import { verifies } from '../requirements.ts'
import { useLocal } from '../support/use-local.ts'
import { readDocPages } from './support/doc-pages.ts'
import { readCharts, readExpectedCharts } from './support/expected-charts.ts'
import { useJobMachine } from './support/job-machine.ts'
import { placeOf, readBlocks } from './support/read-blocks.ts'
import { jobKinds, toRuns } from './support/to-runs.ts'

const jobs = readDocPages().flatMap((page) =>
  readBlocks(page)
    .filter(({ language }) => jobKinds.includes(language))
    .map((block) => ({ place: placeOf(block), block, page })),
)
type Job = (typeof jobs)[number]

/** Runs all of a block. A job prints what it likes, but of ours there is nothing on stderr: cron would mail it. */
async function expectToWork({ block, page }: Job): Promise<void> {
  const local = await useLocal()
  const machine = useJobMachine(page, local)
  for (const { words, environment } of toRuns(block)) {
    const end = await machine.run(words, environment)
    expect({ words, ...end }).toMatchObject({ ended: 0, stderr: '' })
  }
  const note = block.notes.get('charts')
  const expected = note === undefined ? new Map() : readExpectedCharts(note)
  expect(readCharts(local, expected)).toEqual(expected)
}

describe(verifies('docs', 'the jobs of the docs'), () => {
  it('are there, of every kind', () => {
    expect([...new Set(jobs.map(({ block }) => block.language))].sort()).toEqual(
      [...jobKinds].sort(),
    )
  })

  it.each(jobs.filter(({ block }) => block.language !== 'python'))(
    '$place works, and its points arrive',
    expectToWork,
  )

  it.skipIf(isMissing('python3')).each(jobs.filter(({ block }) => block.language === 'python'))(
    '$place works, and its points arrive (python3)',
    expectToWork,
  )
})

const unitPages = [
  ...new Set(jobs.filter(({ block }) => block.language === 'ini').map(({ page }) => page)),
]

describe(verifies('docs', 'the units of the docs'), () => {
  it.skipIf(isMissing('systemd-analyze')).each(unitPages)(
    'are units to systemd: $file',
    async (page) => {
      const machine = useJobMachine(page, await useLocal())
      const folder = useFolder()
      const files = readBlocks(page)
        .filter(({ language }) => language === 'ini')
        .map(({ notes, code }) => {
          const file = join(folder, notes.get('file') ?? 'without-a-name')
          writeFileSync(file, `${machine.toHere(code)}\n`)
          return file
        })
      expect(files.length).toBeGreaterThan(1)
      const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...files])
      expect({ status, said: String(stderr) }).toEqual({ status: 0, said: '' })
    },
  )
})
