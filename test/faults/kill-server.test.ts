import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { useTemporaryFile } from '../local/support/use-temporary-file.ts'
import { verifies } from '../requirements.ts'
import { firstSeed, Random, rounds } from '../support/campaign.ts'
import { killWhileStarting } from './support/kill-while-starting.ts'
import { killUnderLoad, startAndCompare, type Campaign } from './support/killed-server.ts'
import { RecordedClient } from './support/recorded-client.ts'

const kills = rounds(200)
const startKills = rounds(50)

function createCampaign(seed: number, clients: number): Campaign {
  const createClient = (_: unknown, index: number) =>
    new RecordedClient(`client ${index}`, new Random(seed + 1 + index))
  return {
    file: useTemporaryFile('spikelog.db'),
    clients: Array.from({ length: clients }, createClient),
    random: new Random(seed),
    doubts: { done: 0, undone: 0 },
  }
}

/** Fails unless a last server has it all and SQLite finds nothing wrong with the file. */
async function expectIntact(campaign: Campaign): Promise<void> {
  const { server } = await startAndCompare(campaign)
  await server.kill()
  const database = new DatabaseSync(campaign.file)
  expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
  database.close()
}

describe(verifies('durability', 'a server that is killed'), () => {
  it(
    `keeps what it acknowledged, once, through ${kills} kills under load, seed ${firstSeed}`,
    { timeout: 600_000 },
    async () => {
      const campaign = createCampaign(firstSeed, 12)
      const { file, clients, random, doubts } = campaign
      for (let round = 0; round < kills; round += 1) {
        await killUnderLoad(await startAndCompare(campaign), campaign, 400)
        // Sometimes the next one is killed while it reads what the last one left.
        if (random.chance(0.2)) await killWhileStarting(file, 1)
      }
      await expectIntact(campaign)

      const points = clients.flatMap(({ acknowledged }) => acknowledged).length
      const deletions = clients.reduce((sum, client) => sum + client.deletions, 0)
      const { done, undone } = doubts
      console.log(`${kills} kills: ${points} points, ${deletions} deletions acknowledged;`)
      console.log(`not acknowledged: ${done} were done, ${undone} were not`)
      // Kills came before and after commits, or the campaign tried nothing.
      expect(points).toBeGreaterThan(kills * 50)
      expect(deletions).toBeGreaterThan(kills / 2)
      expect(done).toBeGreaterThan(0)
      expect(undone).toBeGreaterThan(0)
    },
  )

  it(
    `opens a file that it was just making, after ${startKills} kills, seed ${firstSeed}`,
    { timeout: 600_000 },
    async () => {
      let early = 0
      for (let seed = firstSeed; seed < firstSeed + startKills; seed += 1) {
        const campaign = createCampaign(seed, 1)
        if (await killWhileStarting(campaign.file, campaign.random.whole(1, 10))) early += 1
        await killUnderLoad(await startAndCompare(campaign), campaign, 20)
        await expectIntact(campaign)
      }
      console.log(`${startKills} kills, ${early} of them before it listened`)
      expect(early).toBeGreaterThan(startKills / 4)
    },
  )
})
