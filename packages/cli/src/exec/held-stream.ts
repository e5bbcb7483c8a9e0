import { spawn } from 'node:child_process'
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs'
import { Socket } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { writeAll } from './write-all.ts'

/** Of the largest pipe that Linux makes by default: what came before the end of a job is no more. */
const pipeBytes = 1024 * 1024
/** Turns of the event loop without anything to read after which a pipe is empty. */
const quietTurns = 3

/**
 * One of a job's two output streams, kept in a file until it is known whether anybody wants it. The
 * job writes into a pipe, as cron would give it one, and not into the file: a full disk is then ours
 * to deal with. What the file does not take is passed on, after what it took.
 */
export class HeldStream {
  /** For the job. */
  readonly writeEnd: number
  readonly #readEnd: number
  readonly #target: 1 | 2
  readonly #file: number
  #socket: Socket | undefined
  #fileBytes = 0
  #seenBytes = 0
  #isEnded = false
  #writing: Promise<unknown> = Promise.resolve()
  #state: 'keeping' | 'passing' | 'dropping' = 'keeping'
  /** Why the file took no more. */
  failure: string | undefined

  /** @param pipe a named pipe; neither it nor the file beside it is looked up again */
  constructor(pipe: string, target: 1 | 2) {
    this.#target = target
    // In this order: whoever opens the other end first waits for this one.
    this.#readEnd = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK)
    this.writeEnd = openSync(pipe, constants.O_WRONLY)
    this.#file = openSync(`${pipe}.kept`, 'wx+', 0o600)
  }

  /** The job has its end now, or never will. */
  start(): void {
    closeSync(this.writeEnd)
    this.#socket = new Socket({ fd: this.#readEnd, readable: true, writable: false })
    this.#socket.on('data', (chunk: Buffer) => this.#take(chunk))
    this.#socket.on('close', () => {
      this.#isEnded = true
    })
    this.#socket.on('error', () => undefined)
  }

  /** The job is over: what it printed is printed now, or forgotten. */
  async finish(isWanted: boolean): Promise<void> {
    await this.#drain()
    const isPassing = this.#state === 'passing'
    // Of those whom the job left behind.
    this.#state = isWanted || isPassing ? 'passing' : 'dropping'
    if (isWanted && !isPassing) this.#write((print) => this.#replay(print))
    await this.#writing
  }

  /** Lets those whom the job left behind go on printing after the end of this process. */
  leave(): void {
    if (this.#isEnded) return
    const target = this.#state === 'passing' ? this.#target : 'ignore'
    const options = { stdio: [this.#readEnd, target, 'ignore'], detached: true } as const
    spawn('cat', [], { ...options, stdio: [...options.stdio] })
      .on('error', () => undefined)
      .unref()
  }

  #take(chunk: Buffer): void {
    this.#seenBytes += chunk.length
    if (this.#state === 'keeping') this.#keep(chunk)
    else if (this.#state === 'passing') this.#write((print) => print(chunk))
  }

  #keep(chunk: Buffer): void {
    let kept = 0
    try {
      while (kept < chunk.length) kept += writeSync(this.#file, chunk, kept)
      this.#fileBytes += kept
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error)
      this.#fileBytes += kept
      this.#state = 'passing'
      this.#write(async (print) => {
        await this.#replay(print)
        await print(chunk.subarray(kept))
      })
    }
  }

  /** One after the other, and nothing is read meanwhile. */
  #write(task: (print: (bytes: Uint8Array) => Promise<boolean>) => Promise<unknown>): void {
    this.#socket?.pause()
    this.#writing = task((bytes) => writeAll(this.#target, bytes)).finally(() =>
      this.#socket?.resume(),
    )
  }

  async #replay(print: (bytes: Uint8Array) => Promise<boolean>): Promise<void> {
    const buffer = Buffer.alloc(64 * 1024)
    for (let from = 0; from < this.#fileBytes;) {
      const most = Math.min(buffer.length, this.#fileBytes - from)
      const read = readSync(this.#file, buffer, 0, most, from)
      if (read === 0 || !(await print(buffer.subarray(0, read)))) return
      from += read
    }
  }

  /** Whoever was left behind may print for ever. */
  async #drain(): Promise<void> {
    const most = this.#seenBytes + pipeBytes
    for (let quiet = 0; quiet < quietTurns && !this.#isEnded && this.#seenBytes < most;) {
      const before = this.#seenBytes
      await this.#writing
      await nextTurn()
      quiet = this.#seenBytes === before ? quiet + 1 : 0
    }
  }
}
