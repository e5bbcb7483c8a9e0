import type * as tty from 'node:tty'
import type { CliEdges } from './command.ts'
import { readProcessEnvironment } from './environment.ts'

/** The real world. Streams are opened when something is printed: most jobs print nothing. */
export function createEdges(): CliEdges {
  return {
    print: createPrinter('stdout'),
    warn: createPrinter('stderr'),
    environment: readProcessEnvironment,
    isTerminal: (stream) => isTerminal(stream === 'stdout' ? 1 : 2),
  }
}

/** Loaded when it is asked: most jobs never ask. */
function isTerminal(descriptor: number): boolean {
  const { isatty }: typeof tty = process.getBuiltinModule('node:tty')
  return isatty(descriptor)
}

function createPrinter(name: 'stdout' | 'stderr'): (text: string) => void {
  let stream: NodeJS.WriteStream | undefined
  return (text) => {
    if (stream === undefined) {
      stream = process[name]
      stream.on('error', ignoreClosed)
    }
    stream.write(`${text}\n`)
  }
}

/** `spikelog status | head -1`: whoever read has enough, and that is no failure. */
function ignoreClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}
