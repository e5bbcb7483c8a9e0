import { describe, expect, it } from 'vitest'
import { useAccount } from '../cli/support/use-account.ts'
import { verifies } from '../requirements.ts'
import { readDocPages } from './support/doc-pages.ts'
import { readCode, readRows } from './support/read-tables.ts'

const page = readDocPages().find(({ file }) => file === 'packages/cli/docs/json.md')?.text ?? ''
const [, ofStatus = '', ofDoctor = ''] = page.split(/^## /mu)

/** The fields that a section's table tells of, and those that its last column names. */
function readFields(section: string): { readonly fields: string[]; readonly named: string[] } {
  const rows = readRows(section, 'field', 'type')
  return {
    fields: rows.map(([cell = '']) => readCode(cell)[0] ?? ''),
    named: rows.flatMap((cells) => readCode(cells.at(-1) ?? '')),
  }
}

describe(verifies('docs', 'the JSON of the command line'), () => {
  it.each([
    ['status', ofStatus],
    ['doctor', ofDoctor],
  ])('of %s has the fields of the page, and no others', async (command, section) => {
    const { run } = await useAccount()
    await run('add', 'jobs', '--now')
    const printed = JSON.parse((await run(command, '--json')).stdout) as Record<string, unknown>
    const { fields, named } = readFields(section)
    expect(fields).toEqual(Object.keys(printed))
    const below = Object.values(printed)
      .flat()
      .filter((value) => value instanceof Object)
      .flatMap((value) => Object.keys(value))
    expect([...new Set(below)].filter((name) => !named.includes(name))).toEqual([])
  })
})
