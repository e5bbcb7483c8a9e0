/** Reads one environment variable; empty and blank ones count as unset. */
export type ReadEnvironment = (name: string) => string | undefined

/** The environment of this process: the only place that reads it. */
export function readProcessEnvironment(name: string): string | undefined {
  const text = process.env[name]?.trim()
  return text === '' ? undefined : text
}
