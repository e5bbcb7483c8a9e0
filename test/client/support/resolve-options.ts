import { resolveClientOptions } from '../../../packages/client/src/options/resolve-client-options.ts'
import { testKey } from '../../support/use-client.ts'

/** Options as a client would have them, with what it warned of the environment. */
export function resolveOptions(
  options: object,
  environment: Readonly<Record<string, string>> = {},
): { resolved: ReturnType<typeof resolveClientOptions>; warnings: string[] } {
  const warnings: string[] = []
  const resolved = resolveClientOptions(
    { apiKey: testKey, ...options },
    (name) => environment[name],
    (message) => warnings.push(message),
  )
  return { resolved, warnings }
}
