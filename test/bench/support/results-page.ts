import type { ReadyRow } from './row.ts'

/** What one bench came to. */
export interface Section {
  /** The bench's file, without its ending. */
  readonly name: string
  /** What it measures and how, as its file begins. */
  readonly about: string
  /** When and on what. */
  readonly setting: string
  readonly rows: readonly ReadyRow[]
}

const head = `# Figures

Written by \`npm run bench\`; \`npm run bench <name>\` measures one part anew and leaves the others as they
are. What counts are ratios: both sides are measured in one run and in turns, so that the machine's
noise hits both.

A row tells what ours took and what it is held against; \`median\` is that of the figures of all rounds,
a ratio unless another unit stands there, and \`spread\` their quartiles. The bound is for the median. A
sole run on a busy machine can miss one: look at the spread, and run that part again.
`

/** Puts a section in its place among the others of a page, in the order of their names. */
export function putSection(page: string, section: Section): string {
  const [, ...others] = page.split(/^(?=## )/mu).map((text) => text.trim())
  const heading = `## ${section.name}\n`
  const kept = others.filter((text) => !text.startsWith(heading))
  return `${[head.trim(), ...[...kept, toText(section)].sort()].join('\n\n')}\n`
}

function toText({ name, about, setting, rows }: Section): string {
  const columns = ['what', 'ours', 'beside', 'median', 'spread', 'bound', 'met'] as const
  const lines = [
    columns,
    columns.map(() => '---'),
    ...rows.map((row) => columns.map((c) => row[c])),
  ]
  const table = lines.map((cells) => `| ${cells.map(toCell).join(' | ')} |`).join('\n')
  return `## ${name}\n\n${about}\n\n${setting}\n\n${table}`
}

function toCell(text: string): string {
  return text.replaceAll('|', '\\|')
}
