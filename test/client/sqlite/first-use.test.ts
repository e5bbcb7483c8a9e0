import { readFileSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { openFile } from '../../../packages/client/src/sqlite/open-file.ts'
import { verifies } from '../../requirements.ts'
import { rounds } from '../../support/campaign.ts'
import { useFolder } from '../support/use-folder.ts'
import { openAtOnce } from './support/open-at-once.ts'

const files = rounds(1500)
const deletedFiles = rounds(200)

function usePaths(count: number): readonly string[] {
  const folder = useFolder()
  return Array.from({ length: count }, (_, file) => `${folder}/${file}.sqlite`)
}

describe(verifies('shortLived', 'a file that is used for the first time'), () => {
  it(`by several at once is made once, and serves all: ${files} files`, async () => {
    const outcomes = await openAtOnce(usePaths(files), ['mine', 'mine', 'mine', 'mine'])
    for (const each of outcomes) expect(new Set(each)).toEqual(new Set(['opened']))
  })

  it(`for two accounts at once is given to one of them: ${files} files`, async () => {
    const [mine = [], other = []] = await openAtOnce(usePaths(files), ['mine', 'other'])
    for (const [file, outcome] of mine.entries()) {
      expect(new Set([outcome, other[file]])).toEqual(new Set(['opened', 'account']))
    }
  })

  it(`by several at once, beside the log of one that was deleted, serves all: ${deletedFiles} files`, async () => {
    const paths = usePaths(deletedFiles)
    const deleted = paths.map((path) => openFile(path, { account: 'mine', busyMillis: 0 }))
    for (const path of paths) rmSync(path)
    const accounts = ['mine', 'mine', 'mine', 'mine']
    for (const each of await openAtOnce(paths, accounts)) {
      expect(new Set(each)).toEqual(new Set(['opened']))
    }
    for (const file of deleted) file.close()
    for (const path of paths) {
      // The last of the others may still be closing theirs.
      const file = openFile(path, { account: 'mine', busyMillis: 5000 })
      expect(file.value('SELECT count(*) FROM points')).toBe(accounts.length)
      file.close()
    }
  })

  it("stays as it is when it is another program's", () => {
    const path = `${useFolder()}/notes.sqlite`
    const notes = new DatabaseSync(path)
    notes.exec('CREATE TABLE notes (text)')
    notes.close()
    const before = readFileSync(path)
    expect(() => openFile(path, { account: 'mine', busyMillis: 0 })).toThrow('foreign')
    expect(readFileSync(path).equals(before)).toBe(true)
  })
})
