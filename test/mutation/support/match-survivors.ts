import type { Mutant } from './read-mutants.ts'

/** Mutants of one line that no test finds, and why none is meant to. */
export interface KnownSurvivors {
  /** Below `packages`. */
  readonly file: string
  readonly line: string
  /** The line as mutants make it. */
  readonly becomes: readonly string[]
  readonly why: string
}

/** What differs between the mutants that survived and the list of those that may. */
export interface Mismatch {
  /** They survived and are not listed: write a test, or a reason. */
  readonly unknown: readonly Mutant[]
  /** They are listed and did not survive: take them off the list. */
  readonly outdated: readonly string[]
}

/** Tells whether the tests found a mutant. */
export function isFound({ fate }: Mutant): boolean {
  return fate === 'Killed' || fate === 'Timeout'
}

/** Holds what survived against the list, for the files that were mutated. */
export function matchSurvivors(
  mutants: readonly Mutant[],
  known: readonly KnownSurvivors[],
): Mismatch {
  const files = new Set(mutants.map(({ file }) => file))
  const survivors = mutants.filter((mutant) => !isFound(mutant))
  const listed = new Set(
    known
      .filter(({ file }) => files.has(file))
      .flatMap(({ file, line, becomes }) => becomes.map((after) => toText(file, line, after))),
  )
  const alive = new Set(survivors.map(textOf))
  return {
    unknown: survivors.filter((mutant) => !listed.has(textOf(mutant))),
    outdated: [...listed].filter((text) => !alive.has(text)),
  }
}

function textOf({ file, line, becomes }: Mutant): string {
  return toText(file, line, becomes)
}

function toText(file: string, line: string, becomes: string): string {
  return `${file}\n  - ${line}\n  + ${becomes}`
}
