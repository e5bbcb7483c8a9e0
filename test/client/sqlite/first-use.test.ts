import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { openFile } from '../../../packages/client/src/sqlite/open-file.ts'
import { verifies } from '../../requirements.ts'
import { rounds } from '../../support/campaign.ts'
import { useFolder } from '../support/use-folder.ts'
import { openAtOnce } from './support/open-at-once.ts'

const files = rounds(1500)

function usePaths(): readonly string[] {
  const folder = useFolder()
  return Array.from({ length: files }, (_, file) => `${folder}/${file}.sqlite`)
}

describe(verifies('shortLived', 'a file that is used for the first time'), () => {
  it(`by several at once is made once, and serves all: ${files} files`, async () => {
    const outcomes = await openAtOnce(usePaths(), ['mine', 'mine', 'mine', 'mine'])
    for (const each of outcomes) expect(new Set(each)).toEqual(new Set(['opened']))
  })

  it(`for two accounts at once is given to one of them: ${files} files`, async () => {
    const [mine = [], other = []] = await openAtOnce(usePaths(), ['mine', 'other'])
    for (const [file, outcome] of mine.entries()) {
      expect(new Set([outcome, other[file]])).toEqual(new Set(['opened', 'account']))
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
