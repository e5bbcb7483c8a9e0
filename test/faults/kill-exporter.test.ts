import { describe, expect, it } from 'vitest'
import { useFolder } from '../client/support/use-folder.ts'
import { verifies } from '../requirements.ts'
import { firstSeed, rounds } from '../support/campaign.ts'
import { useLocal } from '../support/use-local.ts'
import { expectSurvived } from './support/kill/expect-survived.ts'
import type { Survival } from './support/kill/expect-survived.ts'
import { killApp } from './support/kill/kill-app.ts'

const kills = rounds(1000)
/** Apps that run at once, each against a service of its own: most of their time they start or wait. */
const lanes = 5

describe(verifies('conservation', 'an app that is killed'), () => {
  it(
    `has on its charts, once, all but what it had no time for: ${kills} kills, seeds from ${firstSeed}`,
    { timeout: 900_000 },
    async () => {
      const folder = useFolder()
      const survivals: Survival[] = []
      const seeds = Array.from({ length: kills }, (_, index) => firstSeed + index).values()
      const lane = async (): Promise<void> => {
        const limits = { maxCharts: 10_000, maxPoints: 100_000 }
        const local = await useLocal({ apiKey: 'sk_of_killed_apps', limits })
        for (const seed of seeds) {
          try {
            const app = await killApp(local, { seed, folder })
            survivals.push(expectSurvived(app, local.points))
            expect(`${app.stderr}${JSON.stringify(app.diary)}`).not.toContain(local.apiKey)
          } catch (error) {
            throw new Error(`with SEED=${seed}`, { cause: error })
          }
        }
      }
      await Promise.all(Array.from({ length: lanes }, lane))

      const sum = (of: (survival: Survival) => number): number =>
        survivals.reduce((total, survival) => total + of(survival), 0)
      const counted = sum((survival) => survival.counted)
      const stored = sum((survival) => survival.stored)
      const inFlight = survivals.filter((survival) => survival.inFlight > 0).length
      const inOutage = survivals.filter((survival) => survival.isInOutage).length
      const sealed = sum((survival) => survival.sealed)
      console.log(`${kills} kills: ${counted} increments, ${stored} on charts;`)
      console.log(`${inFlight} in mid-post, ${inOutage} in an outage; ${sealed} points sent again`)
      // Kills came in all kinds of moments, or the campaign tried nothing.
      expect(survivals).toHaveLength(kills)
      expect(stored).toBeGreaterThan(kills * 20)
      expect(inFlight).toBeGreaterThan(kills / 20)
      expect(inOutage).toBeGreaterThan(kills / 20)
      expect(kills - inOutage).toBeGreaterThan(kills / 4)
      expect(sealed).toBeGreaterThan(kills / 20)
    },
  )
})
