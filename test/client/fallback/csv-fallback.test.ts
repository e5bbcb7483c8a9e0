import { execFileSync, spawn } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createCsvFallback } from '../../../packages/client/src/fallback/csv-fallback.ts'
import type { FallbackRow } from '../../../packages/client/src/fallback/fallback.ts'
import { createLogFallback } from '../../../packages/client/src/fallback/log-fallback.ts'
import { FakeLogger } from '../../support/fake-logger.ts'
import { readCsv } from '../../support/read-csv.ts'
import { useFolder } from '../support/use-folder.ts'

const header = 'time,chart,value,reason,key\n'

const row = (value: number, reason: FallbackRow['reason'] = 'shutdown'): FallbackRow => ({
  wallMillis: 0,
  chart: 'users',
  value,
  reason,
  key: `key-${value}`,
})
const line = (value: number, reason: FallbackRow['reason'] = 'shutdown'): string =>
  `1970-01-01T00:00:00.000Z,users,${value},${reason},key-${value}\n`

function makePipe(file: string): void {
  const command = 'mkfifo'
  execFileSync(command, [file])
}

function useFallback(file: string) {
  const logger = new FakeLogger()
  const fallback = createCsvFallback({ file, logger, otherwise: createLogFallback(logger) })
  return { fallback, logger }
}

describe('the fallback file', () => {
  it('begins with a header, and is readable by its owner alone', () => {
    const folder = useFolder()
    const file = `${folder}/rest.csv`
    const { fallback, logger } = useFallback(file)
    expect(existsSync(file)).toBe(false)
    expect(fallback.write([row(1), row(2)])).toBe(2)
    expect(fallback.write([row(3)])).toBe(1)
    expect(readFileSync(file, 'utf8')).toBe(header + line(1) + line(2) + line(3))
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['rest.csv'])
    expect(logger.lines).toEqual([
      { level: 'warn', message: `Undelivered at shutdown: 2 points, kept in \`${file}\`.` },
      { level: 'warn', message: `Undelivered at shutdown: 1 point, kept in \`${file}\`.` },
    ])
  })

  it('gets its header when it is there but empty, and keeps its mode', () => {
    const file = `${useFolder()}/rest.csv`
    writeFileSync(file, '', { mode: 0o640 })
    chmodSync(file, 0o640)
    useFallback(file).fallback.write([row(1)])
    expect(readFileSync(file, 'utf8')).toBe(header + line(1))
    expect(statSync(file).mode & 0o777).toBe(0o640)
  })

  it('is appended to, also after it was moved away or emptied', () => {
    const file = `${useFolder()}/rest.csv`
    useFallback(file).fallback.write([row(1)])
    const { fallback } = useFallback(file)
    fallback.write([row(2)])
    expect(readFileSync(file, 'utf8')).toBe(header + line(1) + line(2))
    truncateSync(file)
    fallback.write([row(3)])
    expect(readFileSync(file, 'utf8')).toBe(header + line(3))
  })

  it('may be a link to a file that does not exist yet', () => {
    const folder = useFolder()
    symlinkSync(`${folder}/target.csv`, `${folder}/rest.csv`)
    useFallback(`${folder}/rest.csv`).fallback.write([row(1)])
    expect(readFileSync(`${folder}/target.csv`, 'utf8')).toBe(header + line(1))
  })

  it('does not continue a row that another process left torn', () => {
    const file = `${useFolder()}/rest.csv`
    useFallback(file).fallback.write([row(1)])
    appendFileSync(file, '1970-01-01T00:00:00.000Z,use')
    const { fallback } = useFallback(file)
    fallback.write([row(2)])
    fallback.write([row(3)])
    expect(readFileSync(file, 'utf8')).toBe(
      `${header}${line(1)}1970-01-01T00:00:00.000Z,use\n${line(2)}${line(3)}`,
    )
  })

  it('is shared by processes that start at once: one header, no row broken', async () => {
    const folder = useFolder()
    const file = `${folder}/rest.csv`
    const module = new URL('../../../packages/client/src/fallback/csv-fallback.ts', import.meta.url)
    const script = `${folder}/writer.mjs`
    writeFileSync(
      script,
      `import { createCsvFallback } from ${JSON.stringify(module.href)}
       const [file, name, startAt] = process.argv.slice(2)
       const logger = { warn: console.error }
       const fallback = createCsvFallback({ file, logger, otherwise: { write() { return 0 } } })
       while (Date.now() < Number(startAt));
       for (let n = 0; n < 200; n += 1) {
         fallback.write([{ wallMillis: 0, chart: name, value: n, reason: 'value', key: name + n }])
       }`,
    )
    const startAt = String(Date.now() + 1000)
    const names = ['a', 'b', 'c']
    const codes = await Promise.all(
      names.map(
        (name) =>
          new Promise((resolve) => {
            const args = ['--no-warnings', script, file, name, startAt]
            spawn(process.execPath, args, { stdio: 'ignore' }).on('close', resolve)
          }),
      ),
    )
    expect(codes).toEqual([0, 0, 0])
    // An empty line may stand between rows: the file looked torn while another process wrote.
    const lines = readCsv(readFileSync(file, 'utf8')).filter((cells) => cells.join('') !== '')
    const [first, ...rows] = lines
    expect(first).toEqual(['time', 'chart', 'value', 'reason', 'key'])
    expect(rows).toHaveLength(600)
    for (const name of names) {
      const values = rows.filter(([, chart]) => chart === name).map(([, , value]) => Number(value))
      expect(values).toEqual(Array.from({ length: 200 }, (_, index) => index))
    }
    expect(readdirSync(folder).sort()).toEqual(['rest.csv', 'writer.mjs'])
  })
})

describe('a fallback file that cannot be written', () => {
  it('may be a pipe that nobody reads: nothing blocks', () => {
    const file = `${useFolder()}/pipe`
    makePipe(file)
    const { fallback, logger } = useFallback(file)
    expect(fallback.write([row(1)])).toBe(0)
    expect(logger.at('warn')[0]).toContain('ENXIO')
  })

  it('may be a pipe whose reader is slow: what does not fit goes to the log', () => {
    const file = `${useFolder()}/pipe`
    makePipe(file)
    openSync(file, constants.O_RDWR | constants.O_NONBLOCK)
    const { fallback, logger } = useFallback(file)
    const rows = Array.from({ length: 5000 }, (_, value) => row(value))
    const kept = fallback.write(rows)
    expect(kept).toBeGreaterThan(100)
    expect(kept).toBeLessThan(5000)
    expect(logger.at('warn')[1]).toContain('users=4999')
    expect(logger.at('warn')[1]).not.toContain(`users=${kept - 1},`)
  })

  it.each([
    ['a full disk', () => '/dev/full', 'ENOSPC'],
    ['a folder', () => useFolder(), 'EISDIR'],
    ['in a folder that does not exist', () => `${useFolder()}/no/rest.csv`, 'does not exist'],
    [
      'below a file',
      () => {
        const file = `${useFolder()}/file`
        writeFileSync(file, '')
        return `${file}/rest.csv`
      },
      'ENOTDIR',
    ],
  ])('may be %s: rows go to the log, after one warning', (_what, useFile, code) => {
    const file = useFile()
    const { fallback, logger } = useFallback(file)
    expect(fallback.write([row(1)])).toBe(0)
    expect(fallback.write([row(2), row(3, 'quota')])).toBe(0)
    expect(logger.lines).toEqual([
      { level: 'warn', message: expect.stringMatching(new RegExp(`${file}.*${code}`, 'u')) },
      { level: 'warn', message: expect.stringContaining('Undelivered at shutdown: users=1.') },
      { level: 'warn', message: expect.stringContaining('Undelivered at shutdown: users=2.') },
      { level: 'debug', message: 'Not charted: users=3.' },
    ])
  })

  it('is used again as soon as it can be, and warns anew when it fails again', () => {
    const folder = `${useFolder()}/late`
    const { fallback, logger } = useFallback(`${folder}/rest.csv`)
    fallback.write([row(1, 'quota')])
    mkdirSync(folder)
    expect(fallback.write([row(2, 'quota')])).toBe(1)
    expect(readFileSync(`${folder}/rest.csv`, 'utf8')).toBe(header + line(2, 'quota'))
    expect(logger.at('warn')).toHaveLength(1)
  })

  it('does not reject a row whose time is no time', () => {
    const { fallback, logger } = useFallback(`${useFolder()}/rest.csv`)
    expect(fallback.write([{ ...row(1), wallMillis: Number.NaN }])).toBe(0)
    expect(logger.at('warn').join()).toContain('users=1')
  })
})
