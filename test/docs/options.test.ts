import { SpikelogClient } from '@spikelog-otel/client'
import { SpikelogMetricExporter } from '@spikelog-otel/exporter'
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
    file: 'packages/client/README.md',
    known: readKnownOptions((options, parts) => new SpikelogClient(options, parts)),
    defaults: { ...resolveClientOptions(key, nothing, nothing) },
    /** Options that another function of the package reads. */
    others: [],
  },
  {
    file: 'packages/exporter/README.md',
    known: readKnownOptions((options, parts) => new SpikelogMetricExporter(options, parts)),
    defaults: toFlatOptions(),
    others: ['samplesPerBucket'],
  },
]

function toFlatOptions(): Record<string, unknown> {
  const { client, ...own } = resolveExporterOptions(key, nothing, nothing)
  return { ...client, ...own }
}

/** What a cell says a default is, if it is one to compare. */
function readDefault(cell: string): unknown {
  const text = cell.replaceAll('`', '')
  if (/^\d[\d ]*$/u.test(text)) return Number(text.replaceAll(' ', ''))
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
