import { describe, expect, it } from 'vitest'
import { verifies } from '../requirements.ts'
import { readDocPages } from './support/doc-pages.ts'
import { readRows, readCode } from './support/read-tables.ts'
import { holdsInOrder, readSourceTexts, toConstantParts, toTexts } from './support/source-texts.ts'

/** The messages that pages explain, as their constant parts. */
function readMessages(...files: string[]): string[][] {
  const pages = readDocPages().filter(({ file }) => files.includes(file))
  const rows = pages.flatMap(({ text }) =>
    readRows(text, 'message', 'what it means and what to do'),
  )
  return rows.map(([message = '']) => toConstantParts(readCode(message)[0] ?? ''))
}

const client = {
  texts: readSourceTexts('packages/client/src'),
  messages: readMessages('packages/client/docs/messages.md'),
}
const exporter = {
  texts: readSourceTexts('packages/exporter/src'),
  messages: readMessages(
    'packages/exporter/docs/messages.md',
    'packages/exporter/docs/register.md',
  ),
}

// The exporter's pages explain what an app with OpenTelemetry sees most, the client's the rest.
const allTexts = [...client.texts, ...exporter.texts].flat()
const allMessages = [...client.messages, ...exporter.messages]

const packages = [
  { name: 'client', ...client },
  { name: 'exporter', ...exporter },
]

/** How texts begin that are no message, but a part of one. */
const partsOfMessages = [
  '… and … more',
  '… (an object with …)',
  'It is ignored.',
  '…, got …. It is ignored.',
  'The default … is used.',
  'The default is used.',
  'It counts as false.',
  'Expected `…` to be the http: or https: URL of a proxy',
  'Expected `…` …, got …',
  'Last failure: …. ',
  '…=… (may have arrived)',
  'Use fewer chart names, or raise',
  'Rules without `*` come first',
  'To choose yourself, name up to',
  "Only three metrics of OpenTelemetry's instrumentations",
  'The other rules serve.',
  'Charts are chosen automatically.',
  'Rename one of them with a view',
  "It can't join",
  'Metric … is left out: …. …',
  '`…` of meter `…` (…, …)',
  'Name its chart with the rule',
  'Rename it with a view',
  'OTEL_METRICS_EXPORTER=none node --import',
  'With auto-instrumentation: `…`.',
  // What Node warns of.
  'SQLite is an exp',
  // The name under which OpenTelemetry keeps something.
  'OpenTelemetry SDK Context Key SUPPRESS_TRACING',
]

/** Whether a text begins so, but for what is put in before it. */
function beginsWith(text: string, part: string): boolean {
  return text.startsWith(part) || text.startsWith(`…${part}`)
}

/** What is said to a database, in capitals. */
const statement = /^(?:CREATE|DELETE|INSERT|PRAGMA|SELECT|UPDATE) /u

/** A sentence, or what may become one. */
function isMessage(text: string): boolean {
  if (statement.test(text)) return false
  const isSentence = /^(?:[A-Z]|…|`)\S* .{10}/u.test(text)
  return isSentence && !partsOfMessages.some((part) => beginsWith(text, part))
}

/** Whether the sources hold all of a message; they may put it together from parts. */
function isInSources(parts: readonly string[]): boolean {
  return parts.every((part) => allTexts.some((text) => text.includes(part)))
}

describe.each(packages)(verifies('docs', 'the messages of the $name'), (each) => {
  it('that its docs explain are in the sources', () => {
    expect(each.messages.length).toBeGreaterThan(10)
    expect(each.messages.filter((parts) => !isInSources(parts))).toEqual([])
  })

  it('are explained: add the message to the table, or its part to `partsOfMessages`', () => {
    const unexplained = each.texts
      .flat()
      .filter((text) => isMessage(text) && !allMessages.some((parts) => holdsInOrder(text, parts)))
    expect(unexplained).toEqual([])
  })
})

it.each(readDocPages().filter(({ text }) => text.includes('| message')))(
  'finds the messages of all tables in the sources: $file',
  ({ text }) => {
    const messages = readRows(text, 'message').map(([cell = '']) =>
      toConstantParts(readCode(cell)[0] ?? ''),
    )
    expect(messages.filter((parts) => !isInSources(parts))).toEqual([])
  },
)

describe('texts of a source', () => {
  it('are read with what is put in, added up over lines, without comments', () => {
    const source = [
      '// `no`',
      "warn('Expected `a` to be ' +",
      "  `${list(x, `${'y'}`)}, got \\`${b}\\``)",
      'say("It\'s")',
    ]
    expect(toTexts(source.join('\n'))).toEqual(['Expected `a` to be …, got `…`', "It's"])
    expect(toConstantParts('More than 1000 of …: `a`, …')).toEqual(['More than', 'of'])
  })
})

it('knows no part of a message that is not in the sources any more', () => {
  const known = partsOfMessages.filter((part) => allTexts.some((text) => beginsWith(text, part)))
  expect(known).toEqual(partsOfMessages)
})
