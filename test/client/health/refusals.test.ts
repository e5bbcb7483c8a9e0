import { describe, expect, it } from 'vitest'
import { answer } from '../../support/fake-transport.ts'
import { bucketMillis, useClient } from '../../support/use-client.ts'
import { verifies } from '../../requirements.ts'

const full = answer(403, { body: '{"error":"chart_limit_reached"}' })
const charts = Array.from({ length: 10 }, (_, chart) => `chart ${chart}`)
const bucketsADay = 288

describe(
  verifies('warnings', 'the warning of attempts that fail, where charts are refused'),
  () => {
    it('does not come of refusals: the network is fine, and they are said by themselves', async () => {
      const { client, clock, transport, logger } = useClient()
      transport.script = ({ chart }) => (chart === 'chart 0' ? answer(200) : full)
      for (let bucket = 0; bucket < bucketsADay; bucket += 1) {
        for (const chart of charts) client.add(chart)
        await clock.advance(bucketMillis)
      }
      expect(logger.at('warn').filter((message) => message.includes('no chart left'))).toHaveLength(
        9,
      )
      expect(logger.at('warn')).toHaveLength(9)
      expect(client.health().warnings).toEqual([])
      expect(client.health().successRate24h.attempts).toBeLessThan(0.6)
    })

    it('comes of what fails beside them, and leaves them aside', async () => {
      const { client, clock, transport, logger } = useClient({ maxRetries: 0 })
      let posted = 0
      transport.script = ({ chart }) => {
        if (chart !== 'chart 0' && chart !== 'chart 1') return full
        posted += 1
        return answer(chart === 'chart 1' && posted % 4 === 0 ? 503 : 200)
      }
      for (let bucket = 0; bucket < 11; bucket += 1) {
        for (const chart of charts) client.add(chart)
        await clock.advance(bucketMillis)
      }
      expect(logger.at('warn').at(-1)).toBe(
        '15 of 20 attempts succeeded in the last 24 hours (75 %), refused ones aside. What failed is kept and follows; look at the network between here and Spikelog. The last failure: status 503',
      )
    })
  },
)
