import type { LocalSpikelog } from '../local-spikelog.ts'

/** What the startup lines tell beside where it listens. */
export interface StartupFacts {
  file: string | undefined
  faults: readonly string[]
  /** Whether the key is one of the user's own, which belongs into no log. */
  isKeySecret: boolean
}

/** What the command prints when it is ready: all that a client needs, and a line to try it with. */
export function toStartupLines(
  { url, endpoint, apiKey }: Pick<LocalSpikelog, 'url' | 'endpoint' | 'apiKey'>,
  { file, faults, isKeySecret }: StartupFacts,
): string[] {
  const key = isKeySecret ? '$SPIKELOG_API_KEY' : apiKey
  return [
    `Local Spikelog on ${url}`,
    `  dashboard ${url}/`,
    `  endpoint  ${endpoint}`,
    `  key       ${isKeySecret ? 'the one given with --key' : apiKey}`,
    `  data      ${file ?? 'in memory, gone when it ends (--file keeps it)'}`,
    ...faults.map((fault) => `  fault     ${fault}`),
    isKeySecret ? 'Send a point, with the key in SPIKELOG_API_KEY:' : 'Send a point:',
    `curl -X POST ${endpoint} -H "X-API-Key: ${key}" -d '{"chart":"users","value":42}'`,
  ]
}
