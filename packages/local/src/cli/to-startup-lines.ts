import type { LocalSpikelog } from '../local-spikelog.ts'

/** What the startup lines tell beside where it listens. */
export interface StartupFacts {
  file: string | undefined
  faults: readonly string[]
}

/**
 * What the command prints when it is ready. The key is in the line to copy and nowhere else, so that
 * one line has to be taken out before such output is shown around.
 */
export function toStartupLines(
  { url, endpoint, apiKey }: Pick<LocalSpikelog, 'url' | 'endpoint' | 'apiKey'>,
  { file, faults }: StartupFacts,
): string[] {
  return [
    `Local Spikelog on ${url}`,
    `  endpoint  ${endpoint}`,
    `  data      ${file ?? 'in memory, gone when it ends (--file keeps it)'}`,
    ...faults.map((fault) => `  fault     ${fault}`),
    'Send a point with its key:',
    `curl -X POST ${endpoint} -H ${quote(`X-API-Key: ${apiKey}`)} -d '{"chart":"users","value":42}'`,
  ]
}

/** Quotes for a POSIX shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
