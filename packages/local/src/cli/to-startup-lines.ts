import type { LocalSpikelog } from '../local-spikelog.ts'

/** What the startup lines tell beside where it listens. */
export interface StartupFacts {
  file: string | undefined
  faults: readonly string[]
}

/** What the command prints when it is ready: all that a client needs, and a line to try it with. */
export function toStartupLines(
  { url, endpoint, apiKey }: Pick<LocalSpikelog, 'url' | 'endpoint' | 'apiKey'>,
  { file, faults }: StartupFacts,
): string[] {
  return [
    `Local Spikelog on ${url}`,
    `  endpoint  ${endpoint}`,
    `  key       ${apiKey}`,
    `  data      ${file ?? 'in memory, gone when it ends (--file keeps it)'}`,
    ...faults.map((fault) => `  fault     ${fault}`),
    'Send a point:',
    `curl -X POST ${endpoint} -H ${quote(`X-API-Key: ${apiKey}`)} -d '{"chart":"users","value":42}'`,
  ]
}

/** Quotes for a POSIX shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
