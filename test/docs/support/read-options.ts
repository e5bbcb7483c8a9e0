import type { ClientParts } from '@spikelog-otel/client'

type Construct = (options: object, parts: ClientParts) => unknown

/** What the code knows of options. */
export interface KnownOptions {
  readonly names: readonly string[]
  /** The variables it asks the environment for, but those that say where a proxy is. */
  readonly variables: readonly string[]
}

/** Asks the code which options it knows: it lists them when it meets one that it does not know. */
export function readKnownOptions(construct: Construct): KnownOptions {
  const variables = new Set<string>()
  const environment = (name: string): string | undefined => {
    variables.add(name)
    return name === 'SPIKELOG_API_KEY' ? 'sk_test' : undefined
  }
  construct({}, { environment })
  const names = readNames(() => construct({ nonsense: 1 }, { environment }))
  return { names, variables: [...variables].filter((name) => name.startsWith('SPIKELOG_')) }
}

function readNames(construct: () => unknown): string[] {
  try {
    construct()
  } catch (error) {
    const [, list] = /be among (.*), got `nonsense`$/u.exec(String(error)) ?? []
    if (list !== undefined) return list.split(', ')
  }
  throw new Error('Expected an unknown option to be refused with the list of those that are known')
}
