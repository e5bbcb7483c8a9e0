/** The prompt for coding assistants, followed: what it made of an app that measured nothing. */
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { useFolder } from '../client/support/use-folder.ts'
import { verifies } from '../requirements.ts'
import { useLocal } from '../support/use-local.ts'
import { readDocPages, root } from './support/doc-pages.ts'
import { readBlocks } from './support/read-blocks.ts'
import { readCode, readRows } from './support/read-tables.ts'
import { runProgram } from './support/run-program.ts'

const folder = join(root, 'test/docs/assistant')
const read = (file: string): string => readFileSync(join(folder, file), 'utf8')
const page = readDocPages().find(({ file }) => file.endsWith('/assistant-prompt.md'))

const paths = [
  '/',
  '/new?url=https://example.com/a&owner=ann@example.com',
  '/new?url=https://example.com/b&owner=nobody',
  '/new?url=nonsense&owner=ann@example.com',
  '/1',
  '/1',
  '/2',
  '/none',
]

/** What the app says to each request, and how it ends. */
async function visit(app: string, args: readonly string[]) {
  const local = await useLocal()
  const answers: string[] = []
  const end = await runProgram({
    args: [...args, 'app.ts'],
    folder: join(folder, app),
    local,
    requestPath: '/',
    async visit(origin) {
      for (const path of paths) {
        const response = await fetch(origin + path, { redirect: 'manual' })
        const body = await response.text()
        answers.push(`${response.status} ${response.headers.get('location')} ${body}`)
      }
    },
  })
  return { local, answers, end }
}

/** Runs the script on a file of rows. */
async function run(app: string, args: readonly string[], file: string) {
  const local = await useLocal()
  const end = await runProgram({
    args: [...args, 'import.ts', file],
    folder: join(folder, app),
    local,
  })
  return { local, end }
}

/** The lines of a program that are told apart from what an assistant may choose: the rules. */
function withoutCharts(code: string): string {
  return code.replace(/const charts = \[[^]*?\n?\]\n/u, 'const charts = […]\n')
}

describe(verifies('docs', 'an app to which the prompt was applied'), () => {
  it('answers and ends as before', async () => {
    const before = await visit('before', [])
    const after = await visit('after', ['--import', './telemetry.ts'])
    expect(before.answers).toHaveLength(paths.length)
    expect(after.answers).toEqual(before.answers)
    expect(after.end).toEqual(before.end)
    expect(after.end).toEqual({ ended: 0, stdout: 'Error: Unknown address nobody\n', stderr: '' })
    expect(before.local.charts()).toEqual([])
  })

  it('charts what was done', async () => {
    const { local } = await visit('after', ['--import', './telemetry.ts'])
    const valuesOf = (chart: string): number[] => local.points(chart).map(({ value }) => value)
    // The first request is that of the test, which asks whether the app listens.
    expect({
      created: valuesOf('link.created'),
      followed: valuesOf('links followed'),
      missing: valuesOf('links missing'),
      waiting: valuesOf('mail.waiting'),
      failedMails: valuesOf('mails failed'),
    }).toEqual({ created: [2], followed: [3], missing: [1], waiting: [0], failedMails: [1] })
    expect(valuesOf('failed requests %')).toEqual([expect.closeTo(100 / (paths.length + 1))])
    expect(valuesOf('latency p95')).toEqual([expect.toSatisfy((value) => value > 0 && value < 5)])
    expect(valuesOf('longest mail')).toEqual([
      expect.toSatisfy((value) => value > 0.004 && value < 5),
    ])
  })

  it('has the charts that the page lists, and no others', async () => {
    const { local } = await visit('after', ['--import', './telemetry.ts'])
    const listed = readRows(page?.text ?? '', 'question', 'measured as', 'chart')
    const charts = listed.map(([, , chart = '']) => readCode(chart)[0] ?? '')
    expect(
      local
        .charts()
        .map(({ chart }) => chart)
        .sort(),
    ).toEqual(charts.sort())
  })

  it('measures and changes nothing else: each line of before is there, in order', () => {
    const after = read('after/app.ts').split('\n')
    let at = 0
    const gone = read('before/app.ts')
      .split('\n')
      .filter((line) => {
        const found = after.indexOf(line, at)
        if (found !== -1) at = found + 1
        return found === -1
      })
    expect(gone).toEqual([])
  })

  it.each(['after', 'script-after'])(
    'knows OpenTelemetry’s API alone, but for the set-up, which is that of the prompt: %s',
    (app) => {
      const files = globSync(`${app}/*.ts`, { cwd: folder }).filter(
        (file) => !file.includes('telemetry'),
      )
      const imports = files.flatMap((file) =>
        Array.from(read(file).matchAll(/(?:from|import) '([^']+)'/gu)),
      )
      const packages = imports.flatMap(([, name = '']) => (/^(?:\.|node:)/u.test(name) ? [] : name))
      expect(packages).toEqual(['@opentelemetry/api'])
      const [setUp] =
        page === undefined ? [] : readBlocks(page).filter(({ language }) => language === 'ts')
      expect(withoutCharts(read(`${app}/telemetry.ts`))).toBe(
        `${withoutCharts(setUp?.code ?? '')}\n`,
      )
    },
  )

  it('runs without a key, in tests say, and charts nothing', async () => {
    const local = await useLocal()
    const end = await runProgram({
      args: ['--import', './telemetry.ts', 'app.ts'],
      folder: join(folder, 'after'),
      local,
      environment: { SPIKELOG_API_KEY: '' },
      requestPath: '/',
    })
    expect(end).toEqual({ ended: 0, stdout: '', stderr: '' })
    expect(local.requests().received).toBe(0)
  })
})

describe(verifies('docs', 'a script to which the prompt was applied'), () => {
  it.each([
    ['a,1.5\nb,2\n', 0, { 'row.imported': [2], 'failed rows %': [0], paid: [3.5] }],
    ['a,1.5\nnonsense\nb,2\nc,3\n', 1, { 'row.imported': [3], 'failed rows %': [25], paid: [6.5] }],
  ])('prints and ends as before, and charts what was done: %j', async (rows, status, charts) => {
    const file = join(useFolder(), 'rows.csv')
    writeFileSync(file, rows)
    const before = await run('script-before', [], file)
    const { local, end } = await run('script-after', ['--import', './telemetry.ts'], file)
    expect(end).toEqual(before.end)
    expect(end).toMatchObject({ ended: status, stderr: '' })
    const names = local.charts().map(({ chart }) => chart)
    expect(names.sort()).toEqual([...Object.keys(charts), 'import.duration'].sort())
    for (const [chart, values] of Object.entries(charts)) {
      expect(local.points(chart).map(({ value }) => value)).toEqual(values)
    }
  })
})
