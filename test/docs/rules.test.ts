import { runInNewContext } from 'node:vm'
import { createSpikelogReader } from '@spikelog-otel/exporter'
import type { ChartRule } from '@spikelog-otel/exporter'
import { describe, expect, it } from 'vitest'
import { verifies } from '../requirements.ts'
import { readDocPages } from './support/doc-pages.ts'
import { readCode, readRows } from './support/read-tables.ts'

const text = readDocPages().find(({ file }) => file.endsWith('docs/choosing-charts.md'))?.text ?? ''
const rules = readRows(text, 'question', 'measure it as', 'rule').map(
  ([, , cell = '']) => readCode(cell)[0] ?? '',
)

/** A rule as it stands in a table: an object's code, or a string without its quotes. */
function toRule(code: string): string | ChartRule {
  return code.startsWith('{') ? (runInNewContext(`(${code})`) as ChartRule) : code
}

describe(verifies('docs', 'the ten rules of the page about choosing charts'), () => {
  it('are ten, and can be used together without a word of the exporter', () => {
    const lines: string[] = []
    const say = (message: string): void => void lines.push(message)
    const logger = { error: say, warn: say, info: say, debug: say }
    const charts = rules.map(toRule)
    createSpikelogReader({ apiKey: 'sk_test', charts }, { logger, environment: () => undefined })
    expect(charts).toHaveLength(10)
    expect(lines).toEqual([])
  })
})
