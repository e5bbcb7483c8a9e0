import { mkdirSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isSoak } from '../../support/campaign.ts'
import { verifies } from '../../requirements.ts'
import { useCell } from './support/cell.ts'
import { operate, operations } from './support/operations.ts'

const timeout = isSoak ? 300_000 : 60_000

const files = [
  { what: 'on a full disk', code: 'ENOSPC', file: () => '/dev/full' },
  {
    what: 'below a regular file',
    code: 'ENOTDIR',
    file: (folder: string) => {
      writeFileSync(`${folder}/file`, '')
      return `${folder}/file/rest.csv`
    },
  },
  ...(process.getuid?.() === 0
    ? []
    : [
        {
          what: 'in a folder that may not be written to',
          code: 'EACCES',
          file: (folder: string) => {
            mkdirSync(`${folder}/closed`, { mode: 0o500 })
            return `${folder}/closed/rest.csv`
          },
        },
      ]),
]

describe.each(files)(verifies('conservation', 'a fallback file $what'), ({ file, code }) => {
  it.concurrent.for(operations)('%s', { timeout }, async (operation, { onTestFinished }) => {
    const cell = await useCell(onTestFinished, { file })
    await operate(cell, operation, {
      expectSeen: () => {
        const warnings = cell.app.lines.filter(({ level }) => level === 'warn')
        expect(warnings.map(({ message }) => message).join('\n')).toContain(code)
      },
    })
  })
})
