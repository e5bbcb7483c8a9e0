import type { KeepAliveConnection } from '../../support/keep-alive-connection.ts'

/** What a server tells of its charts: their values, oldest first. */
export async function readCharts(connection: KeepAliveConnection): Promise<Map<string, number[]>> {
  const get = async (path: string): Promise<unknown> => {
    const { body } = await connection.send({ method: 'GET', path })
    return JSON.parse(body)
  }
  const { charts } = (await get('/api/v1/charts')) as { charts: { chart: string }[] }
  const all = new Map<string, number[]>()
  for (const { chart } of charts) {
    const path = `/api/v1/charts/${encodeURIComponent(chart)}/points`
    const { points } = (await get(path)) as { points: { value: number }[] }
    all.set(
      chart,
      points.map(({ value }) => value),
    )
  }
  return all
}
