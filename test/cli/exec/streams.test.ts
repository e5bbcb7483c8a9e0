import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { describe, expect, it } from 'vitest'
import { verifies } from '../../requirements.ts'
import { useLocal } from '../../support/use-local.ts'
import { useExec } from './support/use-exec.ts'

const megabytes = 100

/** Binary, all bytes in it, no two pieces alike. */
function* piecesOf(seed: number): Generator<Buffer> {
  const piece = Buffer.from(Array.from({ length: 1_000_000 }, (_, index) => (index * seed) & 255))
  for (let count = 0; count < megabytes; count += 1) {
    piece.writeUInt32LE(count, count * 7)
    yield Buffer.from(piece)
  }
}

/** Prints such data, another on each stream. */
const printer = `
  import { writeSync } from 'node:fs'
  const megabytes = ${megabytes}
  ${piecesOf.toString()}
  const print = (descriptor, bytes) => {
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at)
  }
  const errors = piecesOf(11)
  for (const piece of piecesOf(7)) {
    print(1, piece)
    print(2, errors.next().value)
  }
  process.exitCode = 3`

async function hash(stream: Readable | null): Promise<string> {
  if (stream === null) throw new Error('Expected a pipe')
  const sha = createHash('sha256')
  await pipeline(stream, sha)
  return sha.digest('hex')
}

async function readAll(child: ChildProcess) {
  const ended = once(child, 'exit')
  const [stdout, stderr] = await Promise.all([hash(child.stdout), hash(child.stderr)])
  const [code] = await ended
  return { stdout, stderr, code: Number(code) }
}

describe(verifies('exec', 'what a job reads and prints'), () => {
  it.each([[[]], [['--quiet-unless-fail']]])(
    `is the same to the byte, ${megabytes} MB on either stream (%j)`,
    async (options) => {
      const exec = useExec((await useLocal()).endpoint)
      const script = `${exec.folder}/print.mjs`
      writeFileSync(script, printer)
      const alone = await readAll(spawn(process.execPath, [script]))
      expect(alone.code).toBe(3)
      expect(alone.stdout).not.toBe(alone.stderr)
      expect(await readAll(exec.start([...options, '--', process.execPath, script]))).toEqual(alone)
    },
  )

  it(`is the same to the byte, ${megabytes} MB of input`, async () => {
    const exec = useExec((await useLocal()).endpoint)
    const job = exec.start(['--', 'cat'], { stdio: 'pipe' })
    const output = hash(job.stdout)
    await pipeline(Readable.from(piecesOf(13)), job.stdin ?? new Writable())
    expect(await output).toBe(await hash(Readable.from(piecesOf(13))))
  })
})
