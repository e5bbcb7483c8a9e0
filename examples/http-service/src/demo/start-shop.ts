import type { LocalSpikelog } from '@spikelog-otel/local'
import { Child } from './child.ts'

/** The running service. */
export interface RunningShop {
  readonly child: Child
  readonly url: string
}

/** Starts the service with its telemetry, charted on `local`. */
export async function startShop(
  local: LocalSpikelog,
  { bucketMillis, onLine }: { bucketMillis: number; onLine: (line: string) => void },
): Promise<RunningShop> {
  const child = new Child({
    name: 'service',
    file: new URL('../service/main.ts', import.meta.url),
    nodeArgs: ['--import', new URL('../telemetry.ts', import.meta.url).href],
    env: {
      ...withoutSpikelog(process.env),
      SPIKELOG_API_KEY: local.apiKey,
      SPIKELOG_ENDPOINT: local.endpoint,
      SPIKELOG_BUCKET_SECONDS: String(bucketMillis / 1000),
      PORT: '0',
    },
    onLine,
  })
  const message = await Promise.race([child.message(), child.failure()])
  return { child, url: readUrl(message) }
}

/** The demo shows defaults: what the user set for a service of his own must not change it. */
function withoutSpikelog(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const entries = Object.entries(env).filter(([name]) => !name.startsWith('SPIKELOG_'))
  return Object.fromEntries(entries)
}

function readUrl(message: unknown): string {
  if (typeof message === 'object' && message !== null && 'url' in message) {
    return String(message.url)
  }
  throw new Error('The service did not say where it listens.')
}
