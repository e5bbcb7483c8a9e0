import { constants } from 'node:os'
import type { JobEnd } from './job.ts'

/** What a shell’s `$?` shows. */
export function toExitCode(end: JobEnd): number {
  return 'code' in end ? end.code : 128 + constants.signals[end.signal]
}
