import {
  appendFileSync,
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commands } from '../../../packages/cli/src/commands.ts'
import { combineKeys } from '../../../packages/cli/src/replay/combine-keys.ts'
import { toFileNames } from '../../../packages/cli/src/replay/file-names.ts'
import { ReplaySession } from '../../../packages/cli/src/replay/replay-session.ts'
import { runProgram } from '../../../packages/cli/src/run-program.ts'
import type { LocalSpikelog } from '@spikelog-otel/local'
import { useFolder } from '../../client/support/use-folder.ts'
import { verifies } from '../../requirements.ts'
import { useLocal } from '../../support/use-local.ts'
import { createFakeEdges } from '../support/fake-edges.ts'
import { aRow, keyOf, toFile } from './support/rows.ts'

const maybe = 'shutdown_maybe_delivered'

async function replay(
  local: Pick<LocalSpikelog, 'apiKey' | 'endpoint'>,
  args: readonly string[],
  environment: Record<string, string> = {},
) {
  const { out, errors, ...edges } = createFakeEdges({
    SPIKELOG_API_KEY: local.apiKey,
    SPIKELOG_ENDPOINT: local.endpoint,
    SPIKELOG_BUCKET_SECONDS: '10',
    SPIKELOG_STORE: join(tmpdir(), 'no-store.sqlite'),
    ...environment,
  })
  return { code: await runProgram(['replay', ...args], commands, edges), out, errors }
}

function useFile(text: string): string {
  const file = join(useFolder(), 'fallback.csv')
  writeFileSync(file, text)
  return file
}

function pointsOf(local: LocalSpikelog): Record<string, [number, string | undefined][]> {
  return Object.fromEntries(
    local
      .charts()
      .map(({ chart }) => [chart, local.points(chart).map(({ value, key }) => [value, key])]),
  )
}

function requestsTo(local: LocalSpikelog): number {
  return Object.values(local.requests().byStatus).reduce((sum, count) => sum + count, 0)
}

describe(verifies('replay', 'spikelog replay'), () => {
  it('posts what the file kept, one point a chart and bucket, and takes the file away', async () => {
    const local = await useLocal()
    const rows = [
      aRow(1, 0, 'users', 3),
      aRow(2, 9, 'users', 4, 'quota'),
      aRow(3, 12, 'users', 5),
      aRow(4, 0, '=mail "queue"', -1.5, maybe),
    ]
    const file = useFile(toFile(rows))
    expect(await replay(local, [file, '--agg', 'max'])).toEqual({
      code: 0,
      out: [
        'posted 3 points of 4 rows, 2 rows combined into 1, 0 waiting, 0 refused, 0 left in the file',
      ],
      errors: [],
    })
    expect(pointsOf(local)).toEqual({
      users: [
        [4, combineKeys([keyOf(1), keyOf(2)])],
        [5, keyOf(3)],
      ],
      '=mail "queue"': [[-1.5, keyOf(4)]],
    })
    expect(readdirSync(join(file, '..'))).toEqual([])
    expect(await replay(local, [file])).toEqual({
      code: 0,
      out: [`Nothing to replay: \`${file}\` does not exist.`],
      errors: [],
    })
  })

  it('stores nothing twice when a copy of the file is replayed', async () => {
    const local = await useLocal()
    const text = toFile([aRow(1, 0, 'a', 1), aRow(2, 1, 'a', 2), aRow(3, 0, 'b', 4, maybe)])
    const file = useFile(text)
    await replay(local, [file])
    const points = pointsOf(local)
    writeFileSync(file, text)
    // Other bodies under the same keys: the service says that it has them.
    expect(await replay(local, [file, '--agg', 'avg', '--timestamps'])).toMatchObject({ code: 0 })
    expect(pointsOf(local)).toEqual(points)
    expect(existsSync(file)).toBe(false)
  })

  it('takes what may be there for there when the service knows its key with another body', async () => {
    const local = await useLocal()
    const headers = { 'x-api-key': local.apiKey, 'idempotency-key': keyOf(1) }
    const body = JSON.stringify({ chart: 'a', value: 1, tags: { host: 'x' } })
    await fetch(local.endpoint, { method: 'POST', headers, body })
    const file = useFile(toFile([aRow(1, 0, 'a', 1, maybe)]))
    expect(await replay(local, [file, '--timestamps'])).toMatchObject({ code: 0, errors: [] })
    expect(pointsOf(local)).toEqual({ a: [[1, keyOf(1)]] })
    expect(existsSync(file)).toBe(false)
  })

  it('says how it combined what it knows nothing of', async () => {
    const local = await useLocal()
    const file = useFile(toFile([aRow(1, 0, 'a', 1), aRow(2, 1, 'a', 2), aRow(3, 1, 'b', 2)]))
    const { errors } = await replay(local, [file])
    expect(errors).toEqual([
      'spikelog: Added up rows of one bucket of `a`, as it is not known how it aggregates; say it ' +
        'by `--agg a=avg`, say.',
    ])
  })

  it('combines a chart as the store of the account knows it', async () => {
    const local = await useLocal()
    const folder = useFolder()
    const environment = { SPIKELOG_STORE: join(folder, 'spikelog.sqlite') }
    const {
      out: _,
      errors: __,
      ...edges
    } = createFakeEdges({
      SPIKELOG_API_KEY: local.apiKey,
      SPIKELOG_ENDPOINT: local.endpoint,
      ...environment,
    })
    expect(await runProgram(['record', 'a', '5', '--agg', 'max'], commands, edges)).toBe(0)
    const file = useFile(toFile([aRow(1, 0, 'a', 1), aRow(2, 1, 'a', 2)]))
    const { out } = await replay(local, [file, '--dry-run'], environment)
    expect(out).toEqual(['would post a=2 (2026-01-01T00:00:01.000Z, of 2 rows)'])
    expect(await replay(local, [file], environment)).toMatchObject({ code: 0, errors: [] })
    expect(local.points('a').map(({ value }) => value)).toEqual([2])
  })

  it('combines each chart as it is told', async () => {
    const local = await useLocal()
    const rows = ['a', 'b', 'c=d'].flatMap((chart, index) => [
      aRow(10 * index, 0, chart, 1),
      aRow(10 * index + 1, 1, chart, 3),
    ])
    const file = useFile(toFile(rows))
    expect(await replay(local, [file, '--agg', 'a=avg,c=d=max,sum'])).toMatchObject({ errors: [] })
    expect(Object.values(pointsOf(local)).map(([point]) => point?.[0])).toEqual([2, 4, 3])
    const { code, errors } = await replay(local, [file, '--agg', 'a=mean'])
    expect([code, errors[0]]).toEqual([2, expect.stringContaining('got `a=mean`')])
  })

  it('says with --dry-run what it would post, and does nothing', async () => {
    const local = await useLocal()
    const rows = toFile([aRow(1, 0, 'a', 1), aRow(2, 1, 'a', 2), aRow(3, 0, 'b', 4, maybe)])
    const text = `${rows}torn\n`
    const file = useFile(text)
    expect(await replay(local, [file, '--dry-run', '--agg', 'sum'])).toEqual({
      code: 0,
      out: [
        'would post a=3 (2026-01-01T00:00:01.000Z, of 2 rows)',
        'would post b=4 (2026-01-01T00:00:00.000Z, may be there already)',
      ],
      errors: [expect.stringContaining('Cannot read line 5 of')],
    })
    expect([readFileSync(file, 'utf8'), readdirSync(join(file, '..')).length]).toEqual([text, 1])
    expect(requestsTo(local)).toBe(0)
  })

  it('sends times with --timestamps, but not with what may be there', async () => {
    const local = await useLocal()
    const file = useFile(
      toFile([aRow(1, 0, 'a', 1), aRow(2, 1, 'a', 2), aRow(3, 0, 'b', 4, maybe)]),
    )
    await replay(local, [file, '--timestamps'])
    expect(local.points('a')[0]?.timestamp).toBe('2026-01-01T00:00:01.000Z')
    expect(local.points('b')[0]?.timestamp).not.toContain('2026-01-01')
  })

  it('keeps rows that are refused, with the reason, and says which', async () => {
    const local = await useLocal({ limits: { maxCharts: 1 } })
    const rows = [
      aRow(1, 0, 'a', 1),
      aRow(2, 0, 'b', 2),
      aRow(3, 1, 'b', 4),
      aRow(4, 0, 'c', 8, maybe),
    ]
    const file = useFile(toFile(rows))
    const { code, out, errors } = await replay(local, [file, '--agg', 'sum'])
    expect(code).toBe(1)
    expect(out[0]).toContain('posted 1 point of 1 row')
    expect(out[0]).toContain('3 refused, 3 left')
    expect(errors.join('\n')).toMatch(
      /Spikelog refused points of `b`, `c` \(status 403: .*chart_limit_reached/u,
    )
    expect(readFileSync(file, 'utf8')).toBe(
      toFile([aRow(2, 0, 'b', 2, 'quota'), aRow(3, 1, 'b', 4, 'quota'), aRow(4, 0, 'c', 8, maybe)]),
    )
  })

  it('asks for no more charts than the account has, those first that had a slot', async () => {
    const local = await useLocal()
    const file = useFile(toFile([aRow(1, 0, 'a', 1, 'quota'), aRow(2, 0, 'b', 2)]))
    const { code, errors } = await replay(local, [file], { SPIKELOG_MAX_CHARTS: '1' })
    expect([code, Object.keys(pointsOf(local))]).toEqual([1, ['b']])
    expect(errors[0]).toContain('Left out of the 1 charts: `a`.')
    expect(readFileSync(file, 'utf8')).toBe(toFile([aRow(1, 0, 'a', 1, 'quota')]))
  })

  it.each([
    [{ type: 'status', status: 401 } as const, 'refused the API key (status 401'],
    [{ type: 'status', status: 404 } as const, 'does not answer like Spikelog (status 404'],
  ])('keeps the file as it was when all is refused: %j', async (fault, message) => {
    const local = await useLocal({ faults: fault })
    const text = toFile([aRow(1, 0, 'a', 1), aRow(2, 1, 'a', 2), aRow(3, 0, 'b', 4, maybe)])
    const file = useFile(text)
    const { code, errors } = await replay(local, [file, '--agg', 'sum'])
    expect([code, errors.length, requestsTo(local)]).toEqual([1, 1, 1])
    expect(errors[0]).toContain(message)
    expect(errors[0]).not.toContain(local.apiKey)
    expect(readFileSync(file, 'utf8')).toBe(text)
  })

  it('keeps a combined point that may have arrived as one row, and posts it later under its key', async () => {
    const local = await useLocal({ faults: { type: 'status', status: 500, stage: 'after-store' } })
    const file = useFile(toFile([aRow(1, 0, 'a', 1), aRow(2, 1, 'a', 2)]))
    const { code, errors } = await replay(local, [file, '--agg', 'sum'], {
      SPIKELOG_TIMEOUT_MS: '500',
    })
    expect([code, errors.length]).toEqual([1, 1])
    const key = combineKeys([keyOf(1), keyOf(2)])
    expect(readFileSync(file, 'utf8')).toBe(toFile([{ ...aRow(2, 1, 'a', 3, maybe), key }]))
    // What comes later in the same bucket does not change it.
    appendFileSync(
      file,
      toFile([aRow(3, 2, 'a', 4)])
        .split('\n')
        .slice(1)
        .join('\n'),
    )
    local.setFaults(undefined)
    expect(await replay(local, [file])).toMatchObject({ code: 0, errors: [] })
    expect(pointsOf(local)).toEqual({ a: [[3, key]] })
    expect(readFileSync(file, 'utf8')).toBe(toFile([aRow(3, 2, 'a', 4)]))
  })

  it('keeps lines that it cannot read and names them where they are', async () => {
    const local = await useLocal()
    const torn = '2026-01-01T00:00:00.000Z,"a'
    const file = useFile(`${toFile([aRow(1, 0, 'a', 1)])}${torn}\n\n#ended,x,posted\n`)
    const { code, errors } = await replay(local, [file])
    expect([code, errors]).toEqual([
      1,
      [expect.stringMatching(/^spikelog: Cannot read lines 2, 3 of `.*`; kept as they are\./u)],
    ])
    expect(readFileSync(file, 'utf8').split('\n').slice(1)).toEqual([torn, '#ended,x,posted', ''])
    expect(pointsOf(local)).toEqual({ a: [[1, keyOf(1)]] })
  })

  it('leaves what apps write meanwhile for the next replay', async () => {
    let append: (() => void) | undefined
    const local = await useLocal({
      faults: () => {
        append?.()
        return undefined
      },
    })
    const file = useFile(
      toFile([aRow(1, 0, 'a', 1), aRow(2, 0, 'b', 2, maybe), aRow(3, 0, 'b', 4)]),
    )
    append = () => {
      writeFileSync(file, toFile([aRow(5, 0, 'c', 16)]))
      append = undefined
    }
    expect(await replay(local, [file])).toMatchObject({ code: 0 })
    expect(readFileSync(file, 'utf8')).toBe(toFile([aRow(3, 0, 'b', 4), aRow(5, 0, 'c', 16)]))
  })

  it('keeps a row whose app had opened the file before it was taken', async () => {
    let append: ((text: string) => void) | undefined
    const local = await useLocal({
      faults: () => {
        append?.(toFile([aRow(2, 0, 'b', 2)]).split('\n')[1] ?? '')
        return undefined
      },
    })
    const file = useFile(toFile([aRow(1, 0, 'a', 1)]))
    append = (text) => appendFileSync(toFileNames(file).taken, `${text}\n`)
    expect(await replay(local, [file])).toMatchObject({ code: 0 })
    expect(readFileSync(file, 'utf8')).toBe(toFile([aRow(2, 0, 'b', 2)]))
  })

  it('leaves the file alone while another replay has it in hand, and finds what that one left', async () => {
    const local = await useLocal()
    const file = useFile(toFile([aRow(1, 0, 'a', 1), aRow(2, 0, 'b', 2)]))
    const session = ReplaySession.begin(toFileNames(file))
    expect(session?.rows()).toHaveLength(2)
    const second = await replay(local, [file])
    expect([second.code, second.errors[0], requestsTo(local)]).toEqual([
      1,
      expect.stringContaining('is being replayed already'),
      0,
    ])
    session?.close()
    expect(await replay(local, [file])).toMatchObject({ code: 0 })
    expect(pointsOf(local)).toEqual({ a: [[1, keyOf(1)]], b: [[2, keyOf(2)]] })
    expect(readdirSync(join(file, '..'))).toEqual([])
  })

  it('knows the file again that a killed replay had just put back', async () => {
    const local = await useLocal()
    const file = useFile(toFile([aRow(1, 0, 'a', 1), aRow(2, 0, 'b', 2)]))
    linkSync(file, toFileNames(file).work)
    appendFileSync(
      file,
      toFile([aRow(3, 0, 'c', 4)])
        .split('\n')
        .slice(1)
        .join('\n'),
    )
    expect(await replay(local, [file])).toMatchObject({ code: 0, errors: [] })
    expect(local.charts()).toHaveLength(3)
    expect(readdirSync(join(file, '..'))).toEqual([])
  })

  it('puts the file back where a symbolic link leads', async () => {
    const local = await useLocal({ faults: { type: 'status', status: 401 } })
    const text = toFile([aRow(1, 0, 'a', 1)])
    const file = useFile(text)
    const link = join(useFolder(), 'link.csv')
    symlinkSync(file, link)
    await replay(local, [link])
    expect([readFileSync(link, 'utf8'), readFileSync(file, 'utf8')]).toEqual([text, text])
  })

  it.each([
    ['name,value\nx,1\n', 'Expected a fallback file'],
    ['hello', 'Expected a fallback file'],
  ])('touches no other file: %j', async (text, message) => {
    const local = await useLocal()
    const file = useFile(text)
    const { code, errors } = await replay(local, [file])
    expect([code, errors[0], readFileSync(file, 'utf8')]).toEqual([
      2,
      expect.stringContaining(message),
      text,
    ])
  })

  it('takes the file that the environment names', async () => {
    const local = await useLocal()
    const file = useFile(toFile([aRow(1, 0, 'a', 1)]))
    expect(await replay(local, [], { SPIKELOG_FALLBACK_CSV: file })).toMatchObject({ code: 0 })
    expect((await replay(local, [])).code).toBe(2)
  })
})
