import { readFileSync } from 'node:fs'

/** The version of a package that the checkout itself is tested with. */
function versionOf(name: string): string {
  const file = new URL(`../../../node_modules/${name}/package.json`, import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}

const typesOfNode = { '@types/node': versionOf('@types/node') }

/**
 * What users have before they add the exporter: the ends of the two supported majors, each with the
 * API version that it wants. The TypeScript, jest and esbuild of a major are tried on its newest.
 */
export const sdks = {
  'SDK 2.0.0': { '@opentelemetry/api': '1.9.0', '@opentelemetry/sdk-metrics': '2.0.0' },
  'newest SDK 2': {
    '@opentelemetry/api': '1.9.1',
    '@opentelemetry/sdk-metrics': '2.12.1',
    ...typesOfNode,
  },
  'SDK 3.0.0': { '@opentelemetry/api': '1.10.0', '@opentelemetry/sdk-metrics': '3.0.0' },
  'newest SDK 3': {
    '@opentelemetry/api': versionOf('@opentelemetry/api'),
    '@opentelemetry/sdk-metrics': versionOf('@opentelemetry/sdk-metrics'),
    ...typesOfNode,
  },
} satisfies Record<string, Record<string, string>>

export type SdkName = keyof typeof sdks

export const sdkNames = Object.keys(sdks) as SdkName[]

/** The newest of each major: what users build with is tried on these. */
export const newestSdks = ['newest SDK 2', 'newest SDK 3'] satisfies SdkName[]
