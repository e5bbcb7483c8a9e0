/** What became of a mutant. The first two are found by the tests. */
type Fate = 'Killed' | 'Timeout' | 'Survived' | 'NoCoverage'

/** A change to the code that tests should notice. */
export interface Mutant {
  /** Below `packages`. */
  readonly file: string
  readonly lineNumber: number
  /** The line it begins in, as it is and as the mutant makes it. */
  readonly line: string
  readonly becomes: string
  readonly fate: Fate
}

interface Place {
  readonly line: number
  readonly column: number
}

/** The part of Stryker's report that is read. */
export interface Report {
  readonly files: Readonly<
    Record<
      string,
      {
        readonly source: string
        readonly mutants: readonly {
          readonly location: { readonly start: Place; readonly end: Place }
          readonly replacement: string
          readonly status: Fate
        }[]
      }
    >
  >
}

/** Reads the mutants of a report, in the order of the code. */
export function readMutants({ files }: Report): Mutant[] {
  return Object.entries(files).flatMap(([path, { source, mutants }]) => {
    const lines = source.split('\n')
    return mutants
      .toSorted((a, b) => compare(a.location.start, b.location.start))
      .map(({ location: { start, end }, replacement, status }) => {
        const before = lines[start.line - 1] ?? ''
        const after = lines[end.line - 1] ?? ''
        const changed =
          before.slice(0, start.column - 1) + replacement + after.slice(end.column - 1)
        return {
          file: path.replace(/^packages\//u, ''),
          lineNumber: start.line,
          line: before.trim(),
          becomes: changed.replaceAll(/\s+/gu, ' ').trim(),
          fate: status,
        }
      })
  })
}

function compare(a: Place, b: Place): number {
  return a.line - b.line || a.column - b.column
}
