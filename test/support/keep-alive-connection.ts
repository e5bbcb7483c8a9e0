import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** What came back. */
export interface RawAnswer {
  status: number
  body: string
}

/** What a request is made of. */
export interface RawRequest {
  method?: string
  path: string
  headers?: Readonly<Record<string, string>>
  body?: string
}

interface Waiting {
  readonly resolve: (answer: RawAnswer) => void
  readonly reject: (error: Error) => void
}

/**
 * One keep-alive connection. Requests are written at once and answers are taken in order: requests
 * of one turn arrive together. It knows just enough of HTTP to be no bottleneck: answers with a
 * `Content-Length`.
 */
export class KeepAliveConnection {
  readonly #socket: Socket
  readonly #waiting: Waiting[] = []
  #received = ''

  constructor(socket: Socket) {
    this.#socket = socket
    // One byte is one character, so that lengths can be counted.
    socket.setEncoding('latin1').setNoDelay(true)
    socket.on('data', (piece: string) => this.#receive(piece))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      const error = new Error('The connection ended before the answer')
      for (const { reject } of this.#waiting.splice(0)) reject(error)
    })
  }

  /** Connects to a server on this machine. */
  static async open(port: number): Promise<KeepAliveConnection> {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    return new KeepAliveConnection(socket)
  }

  /** Sends a request. Rejects when the connection ends before its answer. */
  send(request: RawRequest): Promise<RawAnswer> {
    return new Promise((resolve, reject) => {
      if (this.#socket.destroyed) {
        reject(new Error('The connection has ended'))
        return
      }
      this.#waiting.push({ resolve, reject })
      this.#socket.write(toText(request))
    })
  }

  /** Sends requests in one piece, so that the server has them all in one turn. */
  sendAll(requests: readonly RawRequest[]): Promise<RawAnswer[]> {
    this.#socket.cork()
    const answers = Promise.all(requests.map((request) => this.send(request)))
    this.#socket.uncork()
    return answers
  }

  /** Ends the connection. */
  close(): void {
    this.#socket.destroy()
  }

  #receive(piece: string): void {
    this.#received += piece
    for (;;) {
      const headEnd = this.#received.indexOf('\r\n\r\n')
      if (headEnd === -1) return
      const head = this.#received.slice(0, headEnd)
      const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
      if (length === undefined) throw new Error(`Expected a Content-Length in ${head}`)
      const end = headEnd + 4 + Number(length)
      if (this.#received.length < end) return
      const body = Buffer.from(this.#received.slice(headEnd + 4, end), 'latin1').toString()
      this.#received = this.#received.slice(end)
      this.#waiting.shift()?.resolve({ status: Number(head.slice(9, 12)), body })
    }
  }
}

function toText({ method = 'POST', path, headers = {}, body = '' }: RawRequest): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const length = Buffer.byteLength(body)
  return `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${lines.join('')}Content-Length: ${length}\r\n\r\n${body}`
}
