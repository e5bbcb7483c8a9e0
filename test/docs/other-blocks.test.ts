import { describe, expect, it } from 'vitest'
import { csvHeader } from '../../packages/client/src/fallback/csv-row.ts'
import { verifies } from '../requirements.ts'
import { useLocal } from '../support/use-local.ts'
import { isProgram } from './support/block-folder.ts'
import { readDocPages } from './support/doc-pages.ts'
import { placeOf, readBlocks } from './support/read-blocks.ts'
import type { Block } from './support/read-blocks.ts'
import { addUsersChart, toLocal } from './support/shell-rules.ts'
import { jobKinds } from './support/to-runs.ts'

const blocks = readDocPages().flatMap((page) => readBlocks(page))

/** Kinds of blocks that hold no program, and how they are tried. */
const checks: Readonly<Record<string, (block: Block) => Promise<void> | void>> = {
  // Diagrams and output: nothing to try.
  text: () => {},
  json: ({ code }) => void JSON.parse(code),
  csv: ({ code }) => expect(code.split('\n')[0]).toBe(csvHeader.trimEnd()),
  html: tryAddresses,
  markdown: tryAddresses,
}

/** Pictures and frames of the local Spikelog are there. */
async function tryAddresses({ code }: Block): Promise<void> {
  const local = await useLocal()
  await addUsersChart(local)
  for (const [url] of code.matchAll(/http:\/\/127\.0\.0\.1:7745[^\s)"']*/gu)) {
    const response = await fetch(toLocal(url, local))
    expect(`${url} answers ${response.status}`).toBe(`${url} answers 200`)
  }
}

describe(verifies('docs', 'the other blocks of the docs'), () => {
  const others = blocks
    .filter(({ language }) => language !== 'sh' && !jobKinds.includes(language))
    .filter((block) => !isProgram(block))
    .map((block) => [placeOf(block), block] as const)

  it.each(others)('%s holds what it says', async (place, block) => {
    const check = checks[block.language]
    const kinds = ['ts', 'js', 'mjs', 'cjs', 'sh', ...jobKinds, ...Object.keys(checks)].join(', ')
    const advice = `${place}: mark the block as one of ${kinds} (\`text\` if it is none)`
    expect(check === undefined ? advice : '').toBe('')
    await check?.(block)
  })
})
