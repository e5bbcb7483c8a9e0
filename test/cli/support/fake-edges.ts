import type { CliEdges } from '../../../packages/cli/src/command.ts'

/** The outside world of a command, without a terminal, and what was printed to it. */
export interface FakeEdges extends CliEdges {
  readonly out: string[]
  readonly errors: string[]
}

/** Edges whose environment is `variables` and nothing else. */
export function createFakeEdges(
  variables: Readonly<Record<string, string>> = {},
  terminals: readonly ('stdout' | 'stderr')[] = [],
): FakeEdges {
  const [out, errors]: [string[], string[]] = [[], []]
  return {
    out,
    errors,
    print: (text) => void out.push(text),
    warn: (text) => void errors.push(text),
    environment: (name) => variables[name]?.trim() || undefined,
    isTerminal: (stream) => terminals.includes(stream),
  }
}
