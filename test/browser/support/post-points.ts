import type { LocalSpikelog } from '@spikelog-otel/local'
import { KeepAliveConnection } from '../../support/keep-alive-connection.ts'

/** A point as it is posted. */
export interface SentPoint {
  chart: string
  value: number
  timestamp?: string
  tags?: Record<string, string | number | boolean>
}

const batch = 100

/** Posts many points in their order, over one connection. */
export async function postPoints(
  { url, apiKey }: Pick<LocalSpikelog, 'url' | 'apiKey'>,
  points: readonly SentPoint[],
): Promise<void> {
  const connection = await KeepAliveConnection.open(Number(new URL(url).port))
  for (let start = 0; start < points.length; start += batch) {
    const answers = await connection.sendAll(
      points.slice(start, start + batch).map((point) => ({
        path: '/api/v1/ingest',
        headers: { 'X-API-Key': apiKey },
        body: JSON.stringify(point),
      })),
    )
    const refused = answers.find(({ status }) => status !== 200)
    if (refused) throw new Error(`A point was refused: ${refused.body}`)
  }
  connection.close()
}
