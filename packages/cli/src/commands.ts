import type { Command } from './command.ts'

/** The commands of the program, in the order of its `--help`. */
export const commands: readonly Command[] = []
