import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ServerProcess } from '../../faults/support/server-process.ts'
import { postPoint } from '../support/post-point.ts'
import { useLocalSpikelog } from '../support/use-local-spikelog.ts'
import { useTemporaryFile } from '../support/use-temporary-file.ts'

const point = { chart: 'users', value: 1 }

/** A file that some other program made. */
function useOtherFile(sql: string): string {
  const file = useTemporaryFile('other.db')
  const database = new DatabaseSync(file)
  database.exec(sql)
  database.close()
  return file
}

/** Names and hashes of all that lies beside the file, itself included. */
function hashFolder(file: string): Record<string, string> {
  const folder = dirname(file)
  const hash = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex')
  return Object.fromEntries(readdirSync(folder).map((name) => [name, hash(name)]))
}

describe('a file', () => {
  it.each([
    ['of another program', 'CREATE TABLE notes (text TEXT)'],
    [
      'of another program, in WAL mode',
      'PRAGMA journal_mode = WAL; CREATE TABLE notes (text TEXT)',
    ],
    ['with an older schema', 'CREATE TABLE points (value REAL); PRAGMA user_version = 1'],
    ['with a newer schema', 'CREATE TABLE points (value REAL); PRAGMA user_version = 1000'],
    [
      'of another program with the same version',
      'CREATE TABLE notes (text TEXT); PRAGMA user_version = 2',
    ],
    ['with a version and no tables', 'PRAGMA user_version = 7'],
  ])('%s is refused, and not a byte of it changes', async (_name, sql) => {
    const file = useOtherFile(sql)
    const before = hashFolder(file)
    await expect(useLocalSpikelog({ file })).rejects.toThrow(
      `Expected \`file\` to be a path where a SQLite database can be kept, got \`${file}\`: it holds other data than this version of the local Spikelog writes`,
    )
    expect(hashFolder(file)).toEqual(before)
  })

  it('that another process has open is refused, and that one goes on', async () => {
    const file = useTemporaryFile('spikelog.db')
    const first = new ServerProcess({ file })
    onTestFinished(() => first.kill())
    const origin = `http://127.0.0.1:${await first.listening()}`
    await expect(useLocalSpikelog({ file })).rejects.toThrow(
      `got \`${file}\`: another process has it open. Stop that one, or choose another file`,
    )
    const send = () =>
      fetch(`${origin}/api/v1/ingest`, {
        method: 'POST',
        headers: { 'x-api-key': 'sk_local' },
        body: JSON.stringify(point),
      })
    expect((await send()).status).toBe(200)
    await first.kill()
    const second = await useLocalSpikelog({ file })
    expect(second.points('users')).toMatchObject([{ value: 1 }])
  })

  it('that this process has open already is refused, and stays of use', async () => {
    const file = useTemporaryFile('spikelog.db')
    const first = await useLocalSpikelog({ file })
    await expect(useLocalSpikelog({ file })).rejects.toThrow('another process has it open')
    expect((await postPoint(first, point)).status).toBe(200)
    await first.close()
    expect((await useLocalSpikelog({ file })).points('users')).toMatchObject([{ value: 1 }])
  })

  it('can be opened by others when the server has closed it', async () => {
    const file = useTemporaryFile('spikelog.db')
    const spikelog = await useLocalSpikelog({ file })
    await postPoint(spikelog, point)
    await spikelog.close()
    expect(readdirSync(dirname(file))).toEqual(['spikelog.db'])
    const database = new DatabaseSync(file)
    expect(database.prepare('SELECT value FROM points').all()).toEqual([{ value: 1 }])
    database.close()
  })

  it('holds no more points and keys than are kept', async () => {
    const file = useTemporaryFile('spikelog.db')
    let nowMillis = 0
    const limits = { maxPoints: 2, keepKeysMillis: 3 }
    const spikelog = await useLocalSpikelog({ file, limits, now: () => nowMillis })
    for (nowMillis = 1; nowMillis <= 5; nowMillis += 1) {
      await postPoint(
        spikelog,
        { chart: 'users', value: nowMillis },
        { 'idempotency-key': `${nowMillis}` },
      )
    }
    await spikelog.close()
    const database = new DatabaseSync(file)
    const list = (sql: string) =>
      database
        .prepare(sql)
        .all()
        .map((row) => Object.values(row)[0])
    expect(list('SELECT value FROM points')).toEqual([4, 5])
    expect(list('SELECT key FROM kept_keys')).toEqual(['3', '4', '5'])
    database.close()
  })

  it('keeps all when the clock gives fractions of milliseconds', async () => {
    const file = useTemporaryFile('spikelog.db')
    const spikelog = await useLocalSpikelog({ file, now: () => 1.5 })
    const { status } = await postPoint(spikelog, point, { 'idempotency-key': 'k' })
    expect(status).toBe(200)
  })
})
