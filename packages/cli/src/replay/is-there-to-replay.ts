import { existsSync, readFileSync, statSync } from 'node:fs'
import { csvHeader } from '@spikelog-otel/client/internals'
import { UsageError } from '../usage-error.ts'
import type { FileNames } from './file-names.ts'
import { parseKeptRows } from './parse-kept-rows.ts'

/**
 * Whether there is something to replay: the file, or what a killed replay left of it.
 *
 * @throws UsageError when the file is something else
 */
export function isThereToReplay({ file, taken, work }: FileNames): boolean {
  const stats = statSync(file, { throwIfNoEntry: false })
  if (stats?.isFile() === false) throw new UsageError(`Expected a file, \`${file}\` is none.`)
  if (stats !== undefined && !isFallback(readFileSync(file, 'utf8'))) {
    throw new UsageError(
      `Expected a fallback file, with the header \`${csvHeader.trim()}\`; \`${file}\` has none.`,
      'Name the file that SPIKELOG_FALLBACK_CSV or `fallbackFile` names.',
    )
  }
  return stats !== undefined || existsSync(taken) || existsSync(work)
}

function isFallback(text: string): boolean {
  return (
    text.trim() === '' ||
    text.includes(csvHeader.trim()) ||
    parseKeptRows(text).some(({ kind }) => kind === 'row')
  )
}
