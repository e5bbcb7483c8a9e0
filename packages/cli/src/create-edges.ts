import type * as tty from 'node:tty'
import type { CliEdges } from './command.ts'
import { readProcessEnvironment } from './environment.ts'
import { exitCode } from './exit-code.ts'

/** The real world. Streams are opened when something is printed: most jobs print nothing. */
export function createEdges(): CliEdges {
  return {
    print: createPrinter('stdout', sayNotPrinted),
    warn: createPrinter('stderr', ignore),
    environment: readProcessEnvironment,
    isTerminal: (stream) => isTerminal(stream === 'stdout' ? 1 : 2),
  }
}

/** Loaded when it is asked: most jobs never ask. */
function isTerminal(descriptor: number): boolean {
  const { isatty }: typeof tty = process.getBuiltinModule('node:tty')
  return isatty(descriptor)
}

function createPrinter(
  name: 'stdout' | 'stderr',
  onError: (error: NodeJS.ErrnoException) => void,
): (text: string) => void {
  let stream: NodeJS.WriteStream | undefined
  return (text) => {
    if (stream === undefined) {
      stream = process[name]
      stream.on('error', onError)
    }
    stream.write(`${text}\n`)
  }
}

/** `spikelog status | head -1`: whoever read has enough, and that is no failure. A full disk is one. */
function sayNotPrinted({ code, message }: NodeJS.ErrnoException): void {
  if (code === 'EPIPE') return
  process.stderr.on('error', ignore)
  process.stderr.write(`spikelog: Cannot print: ${message}.\n`)
  process.once('exit', () => {
    process.exitCode = Number(process.exitCode) || exitCode.failed
  })
}

/** What cannot be printed to standard error can be said nowhere. */
function ignore(): void {}
