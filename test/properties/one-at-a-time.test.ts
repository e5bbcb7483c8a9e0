import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { check } from '../client/support/soak.ts'
import { useFolder } from '../client/support/use-folder.ts'
import { verifies } from '../requirements.ts'
import { aLife, someCommands } from './support/life.ts'
import { live } from './support/live.ts'

describe(verifies('exactness', 'delivery'), () => {
  it('no two pumps run at once, nor two posts of one chart, nor more than ten', async () => {
    const folder = useFolder()
    // More charts than may be posted at once.
    const aWideLife = aLife({ commands: someCommands(24), maxCharts: fc.constant(24) })
    await check(
      fc.asyncProperty(aWideLife, async (life) => {
        const { runs, service } = await live(life, folder)
        expect(runs.most).toBeLessThanOrEqual(1)
        expect(service.overlapped).toEqual([])
        expect(service.mostInFlight).toBeLessThanOrEqual(10)
      }),
      3000,
    )
  })
})
