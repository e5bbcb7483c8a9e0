import type { IncomingMessage } from 'node:http'
import { isObject } from '../contract/is-object.ts'
import type { FaultRequest } from '../faults/fault.ts'
import type { RequestBody } from './create-body-reader.ts'

/**
 * Shows a request to the function that picks its fault, without the API key. Headers are gathered
 * when somebody asks for them: most requests meet no fault at all.
 */
export function toFaultRequest(
  number: number,
  incoming: IncomingMessage,
  readBody: () => Promise<RequestBody>,
): FaultRequest {
  const body = async (): Promise<string | undefined> => {
    const read = await readBody()
    return read.type === 'complete' ? new TextDecoder().decode(read.bytes) : undefined
  }
  const chart = async (): Promise<string | undefined> => toChart(await body())
  return {
    number,
    get headers() {
      return toHeaders(incoming)
    },
    get key() {
      return toHeaders(incoming)['idempotency-key']
    },
    body,
    chart,
  }
}

function toHeaders({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name !== 'x-api-key')
      .map(([name, value]) => [name, String(value)]),
  )
}

function toChart(body: string | undefined): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body ?? '')
    const chart = isObject(parsed) ? parsed['chart'] : undefined
    return typeof chart === 'string' ? chart : undefined
  } catch {
    return undefined
  }
}
