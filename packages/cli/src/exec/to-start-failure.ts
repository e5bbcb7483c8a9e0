import { statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { getSystemErrorMap } from 'node:util'
import { readProcessEnvironment } from '../environment.ts'
import type { JobRun } from './job.ts'

const notFound = 127
const notExecutable = 126

/** Says why a command could not be started, in the words and with the exit code of bash. */
export function toStartFailure(
  { code = '', errno, message }: NodeJS.ErrnoException,
  file: string,
  searchPath: string = readProcessEnvironment('PATH') ?? '',
): JobRun {
  const fail = (status: number, reason: string): JobRun => ({
    end: { code: status },
    failure: `${file}: ${reason}`,
  })
  const places = file.includes('/')
    ? [file]
    : searchPath.split(delimiter).map((at) => join(at, file))
  const kind = file === '' ? undefined : places.map(kindOf).find((one) => one !== undefined)
  const isUnknown = file === '' || (!file.includes('/') && kind !== 'file')
  if (isUnknown && (file === '' || code === 'ENOENT' || code === 'EACCES')) {
    return fail(notFound, 'command not found')
  }
  // The file is there: it names an interpreter that is not.
  if (code === 'ENOENT' && kind === 'file') {
    return fail(notFound, 'cannot execute: required file not found')
  }
  if (code === 'ENOENT') return fail(notFound, 'No such file or directory')
  if (kind === 'folder') return fail(notExecutable, 'Is a directory')
  return fail(notExecutable, toSentence(getSystemErrorMap().get(errno ?? 0)?.[1] ?? message))
}

/** The system's own words begin small in Node. */
function toSentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function kindOf(path: string): 'file' | 'folder' | undefined {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file'
  } catch {
    return undefined
  }
}
