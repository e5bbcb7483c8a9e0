import { SpikelogClient } from '@spikelog-otel/client'
import { createSpikelogReader, SpikelogMetricExporter } from '@spikelog-otel/exporter'
import { describe, expect, it } from 'vitest'
import { resolveClientOptions } from '../../packages/client/src/options/resolve-client-options.ts'
import { resolveExporterOptions } from '../../packages/exporter/src/resolve-exporter-options.ts'
import { verifies } from '../requirements.ts'
import { readDocPages } from './support/doc-pages.ts'
import { readKnownOptions } from './support/read-options.ts'
import { readRows, readCode } from './support/read-tables.ts'

const key = { apiKey: 'sk_test' }
const nothing = (): undefined => undefined

const packages = [
  {
    file: 'packages/client/docs/options.md',
    known: readKnownOptions((options, parts) => new SpikelogClient(options, parts)),
    construct: (options: object) => new SpikelogClient(options, { environment: nothing }),
    defaults: toFlatOptions(resolveClientOptions(key, nothing, nothing)),
    /** Options that another function of the package reads. */
    others: [],
  },
  {
    file: 'packages/exporter/docs/options.md',
    known: readKnownOptions((options, parts) => new SpikelogMetricExporter(options, parts)),
    construct: (options: object) => createSpikelogReader(options, { environment: nothing }),
    defaults: toFlatOptions(resolveExporterOptions(key, nothing, nothing)),
    others: ['samplesPerBucket'],
  },
]

/** Resolved options by name; the exporter's hold the client's. */
function toFlatOptions(resolved: object): Record<string, unknown> {
  return 'client' in resolved ? { ...(resolved.client as object), ...resolved } : { ...resolved }
}

/** Options with the numbers that they take: `a` (1…9) in one table, "1 to 9" at the end in the other. */
function readRanges(rows: ReturnType<typeof readRows>): [string, number, number][] {
  return rows.flatMap(([name = '', , , meaning = '']): [string, number, number][] => {
    const [, low, high] =
      /\(([\d ]+)…([\d ]+)\)/u.exec(name) ?? /, ([\d ]+) to ([\d ]+)$/u.exec(meaning) ?? []
    if (low === undefined || high === undefined) return []
    return [[readCode(name)[0] ?? '', toNumber(low), toNumber(high)]]
  })
}

function toNumber(text: string): number {
  return Number(text.replaceAll(' ', ''))
}

/** What a cell says a default is, if it is one to compare. */
function readDefault(cell: string): unknown {
  const text = cell.replaceAll('`', '')
  if (/^\d[\d ]*$/u.test(text)) return toNumber(text)
  if (/^(?:true|false|\[.*\])$/u.test(text)) return JSON.parse(text)
  return /^'.*'$/u.test(text) ? text.slice(1, -1) : undefined
}

/** The client's table also says what values an option takes. */
function readOptionRows(text: string): ReturnType<typeof readRows> {
  const [first = ''] = /^\| (option[^|]*?) *\|/mu.exec(text)?.slice(1) ?? []
  return readRows(text, first, 'environment', 'default', 'meaning')
}

describe.each(packages)(verifies('docs', 'the options of $file'), (each) => {
  const text = readDocPages().find(({ file }) => file === each.file)?.text ?? ''
  const rows = readOptionRows(text)

  it('are those that the code knows', () => {
    const inTable = rows.map(([name = '']) => readCode(name)[0] ?? '')
    expect(inTable.sort()).toEqual([...each.known.names, ...each.others].sort())
  })

  it('have the variables that the code reads', () => {
    const inTable = rows.flatMap(([, variable = '']) =>
      readCode(variable).filter((code) => code.startsWith('SPIKELOG_')),
    )
    expect(inTable.sort()).toEqual([...each.known.variables].sort())
  })

  it.each(readRanges(rows))('have the range of the code: %s from %s to %s', (name, low, high) => {
    const attempt = (value: number) => () => each.construct({ ...key, [name]: value })
    expect(attempt(low)).not.toThrow()
    expect(attempt(high)).not.toThrow()
    expect(attempt(low - 1)).toThrow(`Expected \`${name}\` to be `)
    expect(attempt(high + 1)).toThrow(`Expected \`${name}\` to be `)
  })

  it('have the defaults of the code', () => {
    const compared = rows.flatMap(([name = '', , cell = '']) => {
      const said = readDefault(cell)
      const option = readCode(name)[0] ?? ''
      return said === undefined || !(option in each.defaults) ? [] : [{ option, said }]
    })
    expect(compared.length).toBeGreaterThan(8)
    expect(compared).toEqual(
      compared.map(({ option }) => ({ option, said: each.defaults[option] })),
    )
  })
})
