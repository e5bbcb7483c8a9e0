import type { CliEdges } from './command.ts'

/** Edges that know whether something was said: one line is enough. */
export function watchWarnings({ environment, warn }: Pick<CliEdges, 'environment' | 'warn'>): Pick<
  CliEdges,
  'environment' | 'warn'
> & {
  readonly hasWarned: () => boolean
} {
  let hasWarned = false
  return {
    environment,
    warn: (text) => {
      hasWarned = true
      warn(text)
    },
    hasWarned: () => hasWarned,
  }
}
