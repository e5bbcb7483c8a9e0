/** The checks of the docs themselves: each of them finds the mistake it is for. */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { useFolder } from '../client/support/use-folder.ts'
import { useLocal } from '../support/use-local.ts'
import { toBlockFiles, writeBlockFiles } from './support/block-folder.ts'
import { checkLinks, readAnchors } from './support/check-links.ts'
import { checkInstall, checkScript } from './support/check-npm.ts'
import { compileBlocks } from './support/compile-blocks.ts'
import { root } from './support/doc-pages.ts'
import { readExpectedCharts } from './support/expected-charts.ts'
import { readInstalled, readManifestsOf } from './support/manifests.ts'
import { readBlocks } from './support/read-blocks.ts'
import { readCommands } from './support/shell-commands.ts'
import { tryCommand } from './support/shell-rules.ts'

const fence = '```'
const page = (...lines: string[]) => ({ file: 'docs/page.md', text: lines.join('\n') })
const block = (language: string, code: string) =>
  readBlocks(page(`${fence}${language}`, code, fence))

/** What is wrong with the commands of a block on the first page. */
async function attempt(code: string): Promise<string[]> {
  const surroundings = {
    file: 'README.md',
    folder: useFolder(),
    requestPath: undefined,
    installed: [],
  }
  const local = await useLocal()
  const all = readCommands(code).map((each) => tryCommand(each, { ...surroundings, local }))
  return (await Promise.all(all)).flat()
}

describe('blocks', () => {
  it('are found with their place, language and notes, also in lists and within Markdown', () => {
    const found = readBlocks(
      page(
        '<!-- charts: a=1 -->',
        '<!-- file: app.ts -->',
        '',
        `${fence}ts`,
        'one()',
        fence,
        `- ${fence}`.replace('-', ' '),
        '  two',
        `  ${fence}`,
        `${fence}\`markdown`,
        `${fence}sh`,
        'three',
        fence,
        `${fence}\``,
      ),
    )
    expect(found.map(({ line, language, code }) => [line, language, code])).toEqual([
      [5, 'ts', 'one()'],
      [8, '', 'two'],
      [11, 'markdown', `${fence}sh\nthree\n${fence}`],
      [12, 'sh', 'three'],
    ])
    expect([...(found[0]?.notes ?? [])]).toEqual([
      ['file', 'app.ts'],
      ['charts', 'a=1'],
    ])
  })

  it('must end, and have notes that somebody reads', () => {
    expect(() => readBlocks(page('text', `${fence}ts`))).toThrow('docs/page.md:2: this fence')
    expect(() => readBlocks(page('<!-- chart: a=1 -->', `${fence}ts`, fence))).toThrow(
      'docs/page.md:2: expected a note to be one of compiled with, file',
    )
    expect(() => readExpectedCharts('users')).toThrow('`charts: name=1 2; other=*`, got `users`')
  })
})

describe('the compiler', () => {
  it('names page, line and mistake, of the built packages’ types too', async () => {
    const folder = join(useFolder(), 'blocks')
    const code = "import { createSpikelogReader } from '@spikelog-otel/exporter'"
    const files = toBlockFiles([
      ...block('ts', `${code}\ncreateSpikelogReader({ bucketSeconds: 1 })`),
      ...readBlocks(page('', '<!-- compiled with: const x = 1 -->', `${fence}ts`, 'x.y', fence)),
    ])
    writeBlockFiles(files, folder)
    const complaints = [...(await compileBlocks(files, folder)).values()].flat()
    expect(complaints).toEqual([
      expect.stringMatching(/^docs\/page\.md:3: error TS2353: .*'bucketSeconds'/u),
      expect.stringMatching(/^docs\/page\.md:4: error TS2339: /u),
    ])
  }, 60_000)

  it('needs one name a file', () => {
    const twice = [...block('ts', ''), ...block('ts', '')]
    expect(() => toBlockFiles(twice)).toThrow('docs/page.md:2: this page has a block of this name')
  })
})

describe('commands', () => {
  it('are read with variables, quotes, comments and continued lines', () => {
    expect(readCommands('A=1 B="x y" node app.js \\\n  -x # why\n# no\na \'b c\' && d')).toEqual([
      { lineOffset: 0, environment: { A: '1', B: 'x y' }, words: ['node', 'app.js', '-x'] },
      { lineOffset: 3, environment: {}, words: ['a', 'b c'] },
      { lineOffset: 3, environment: {}, words: ['d'] },
    ])
  })

  it.each([
    ['rm -rf /', 'nothing tries `rm`: add a rule'],
    ['npm run nonsense', 'there is no script `nonsense`'],
    ['npm install leftpad', 'add `leftpad` to test/docs/package.json'],
    ['npx @spikelog-otel/client', 'is no package with one program'],
    ['npx @spikelog-otel/local --nonsense', 'it ended with 1 and said:'],
    ['node nowhere.js', 'it ended with 1 and said:'],
  ])('are tried: %s', async (code, problem) => {
    expect(await attempt(code)).toEqual([expect.stringContaining(problem)])
  })

  it('name the peers that a package needs', () => {
    const sdk = '@opentelemetry/sdk-metrics'
    expect(checkInstall(['@spikelog-otel/exporter'], [], readInstalled)).toContain(
      '`@spikelog-otel/exporter` needs `@opentelemetry/api`: install it in the same block',
    )
    expect(
      checkInstall(['@spikelog-otel/exporter'], ['@opentelemetry/api', sdk], readInstalled),
    ).toEqual([])
    expect(checkScript(['run', 'demo'], readManifestsOf('packages/client/README.md'))).toEqual([])
  })
})

describe('links', () => {
  it('must lead to a file, and to a heading in it', () => {
    const web = 'https://github.com/spikelog-otel/spikelog-otel/blob/main'
    const text = [
      '[a](CONTRIBUTING.md#habits)',
      '[b](nowhere.md)',
      '[c](#none)',
      '[d](../x)',
      `[e](${web}/LICENSE)`,
      `[f](${web}/README.md#none)`,
    ]
    expect(checkLinks({ file: 'README.md', text: text.join('\n') }, root)).toEqual([
      'README.md:2: `nowhere.md` leads nowhere',
      'README.md:3: `#none`: there is no such heading',
      'README.md:4: `../x` leaves the repository',
      `README.md:6: \`${web}/README.md#none\`: there is no such heading`,
    ])
  })

  it('know headings as GitHub does', () => {
    expect(readAnchors('# A `b`, c!\n## health()\n## A b c\n## A b c')).toEqual([
      'a-b-c',
      'health',
      'a-b-c-1',
      'a-b-c-2',
    ])
  })
})
