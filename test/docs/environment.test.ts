import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { verifies } from '../requirements.ts'
import { readDocPages, root } from './support/doc-pages.ts'
import { placeOf, readBlocks } from './support/read-blocks.ts'
import { readCommands } from './support/shell-commands.ts'

const pages = readDocPages()

/** Words that look like variables, with one of these beginnings. */
function readVariables(text: string): string[] {
  return [...new Set(text.match(/\b(?:SPIKELOG|OTEL)_[A-Z0-9_]*[A-Z0-9]\b/gu))].sort()
}

function readFiles(patterns: readonly string[]): string {
  const files = globSync(patterns, { cwd: root })
  return files.map((file) => readFileSync(`${root}/${file}`, 'utf8')).join('\n')
}

const ours = readFiles(['packages/*/src/**/*.ts', 'examples/*/src/**/*.ts'])

/** Where OpenTelemetry reads variables. */
const sdkPackages = [
  'configuration',
  'core',
  'resources',
  'sdk-node',
  'exporter-prometheus',
  'otlp-exporter-base',
  'auto-instrumentations-node',
]
const theirs = readFiles(
  sdkPackages.map((name) => {
    const folder = `node_modules/.pnpm/@opentelemetry+${name}@*/node_modules/@opentelemetry/${name}`
    return `${folder}/{build/src,dist}/**/*.{js,mjs}`
  }),
)

describe(verifies('docs', 'the environment variables of the docs'), () => {
  it.each(pages.map(({ file, text }) => [file, readVariables(text)] as const))(
    'are read by somebody: %s',
    (_file, variables) => {
      const known = new Set([...readVariables(ours), ...readVariables(theirs)])
      expect(variables.filter((variable) => !known.has(variable))).toEqual([])
    },
  )

  it.each(['client', 'exporter', 'cli'])('are all of those that the %s reads', (name) => {
    const read = readVariables(readFiles([`packages/${name}/src/**/*.ts`]))
    // Those of the command line are in its README.
    const folder = name === 'cli' ? 'packages/cli/' : `packages/${name}/docs/`
    const docs = pages.filter(({ file }) => file.startsWith(folder))
    const explained = readVariables(docs.map(({ text }) => text).join('\n'))
    expect(read.length).toBeGreaterThan(1)
    expect(read.filter((variable) => !explained.includes(variable))).toEqual([])
  })

  it('are read when commands set them, whatever their names are', () => {
    const set = pages
      .flatMap((page) => readBlocks(page))
      .filter(({ language }) => language === 'sh')
      .flatMap((block) =>
        readCommands(block.code).flatMap(({ environment, words }) =>
          [...Object.keys(environment), ...exported(words)].map((name) => ({ block, name })),
        ),
      )
    expect(set.length).toBeGreaterThan(3)
    const known = new Set(`${ours}\n${theirs}`.match(/\b[A-Z][A-Z0-9_]+\b/gu))
    const unknown = set.filter(({ name }) => !known.has(name))
    expect(unknown.map(({ block, name }) => `${placeOf(block)}: ${name}`)).toEqual([])
  })
})

function exported([program, ...words]: readonly string[]): string[] {
  return program === 'export' ? words.map((word) => word.split('=')[0] ?? '') : []
}
