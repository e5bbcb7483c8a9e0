import { registeredExit, scriptExit } from './support/natural-exit.ts'
import { forceFlush, periodicExport, shutdown, shutdownWithoutFile } from './support/operations.ts'
import type { Operation } from './support/operations.ts'

/** Operations that are each tried under each fault. */
export type Columns = Readonly<Record<string, { readonly run: Operation; readonly most: number }>>

/**
 * The columns of the matrix, each with how many of its cells run at once: what is to be quick must
 * not wait for others.
 */
export const inProcess = {
  forceFlush: { run: forceFlush, most: 4 },
  shutdown: { run: shutdown, most: 4 },
  'shutdown without a file': { run: shutdownWithoutFile, most: 4 },
  'periodic export': { run: periodicExport, most: 30 },
} as const

/** The columns whose cells are processes of their own. */
export const exits = {
  'natural exit of a registered app': { run: registeredExit, most: 10 },
  'natural exit of a script': { run: scriptExit, most: 10 },
} as const

export const operations = { ...inProcess, ...exits } as const
