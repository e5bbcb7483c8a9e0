import { KeepAliveConnection, type RawRequest } from '../../support/keep-alive-connection.ts'

/** What one stretch of load showed. */
export interface Load {
  readonly perSecond: number
  /** Of all requests, in milliseconds. */
  readonly latencies: readonly number[]
}

/**
 * Keeps so many connections busy, each with one request at a time.
 *
 * @param nextRequest - makes each request
 * @throws Error when an answer is not 200
 */
export async function measureLoad(
  port: number,
  connections: number,
  millis: number,
  nextRequest: () => RawRequest,
): Promise<Load> {
  const latencies: number[] = []
  const open = () => KeepAliveConnection.open(port)
  const all = await Promise.all(Array.from({ length: connections }, open))
  const startMillis = performance.now()
  const keepBusy = async (connection: KeepAliveConnection): Promise<void> => {
    for (let sentAt = startMillis; sentAt - startMillis < millis;) {
      const { status, body } = await connection.send(nextRequest())
      if (status !== 200) throw new Error(`Expected 200, got ${status}: ${body}`)
      const answeredAt = performance.now()
      latencies.push(answeredAt - sentAt)
      sentAt = answeredAt
    }
  }
  await Promise.all(all.map(keepBusy))
  const perSecond = (latencies.length / (performance.now() - startMillis)) * 1000
  for (const connection of all) connection.close()
  return { perSecond, latencies }
}
