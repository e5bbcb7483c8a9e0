import { DatabaseSync } from 'node:sqlite'
import { SpikelogClient } from '@spikelog-otel/client'
import { createSystemClock } from '@spikelog-otel/client/internals'
import { describe, expect, it } from 'vitest'
import { useFolder } from '../../client/support/use-folder.ts'
import { verifies } from '../../requirements.ts'
import { firstSeed, Random, rounds } from '../../support/campaign.ts'
import { useLocal } from '../../support/use-local.ts'
import { Job } from '../support/store/run-job.ts'
import type { JobEnd } from '../support/store/run-job.ts'

const kills = rounds(500)
/** Files in use at once; jobs of a lane share one. */
const lanes = 2
/** Jobs at a time in a lane, of which all are killed. */
const together = 3
const bucketMillis = 50

/** Of claims whose process was killed: those of which a post may be under way, and the others. */
function readHeld(path: string): { readonly posting: number; readonly claimed: number } {
  const database = new DatabaseSync(path)
  try {
    database.exec('PRAGMA busy_timeout = 10000')
    const held = `SELECT count(body) AS posting, count(*) - count(body) AS claimed
      FROM charts WHERE owner IS NOT NULL`
    const { posting, claimed } = database.prepare(held).get() ?? {}
    return { posting: Number(posting), claimed: Number(claimed) }
  } finally {
    database.close()
  }
}

describe(verifies('shortLived', 'a job that is killed'), () => {
  it(
    `loses nothing that it was told is kept, and has nothing counted twice: ${kills} kills, seeds from ${firstSeed}`,
    { timeout: 900_000 },
    async () => {
      const folder = useFolder()
      const held = { posting: 0, claimed: 0 }
      const seeds = Array.from({ length: kills }, (_, index) => firstSeed + index).values()
      const lane = async (_: unknown, number: number): Promise<JobEnd[]> => {
        const local = await useLocal({
          apiKey: 'sk_of_killed_jobs',
          limits: { maxPoints: 100_000 },
        })
        const charts = ['runs', 'processed']
        const store = `${folder}/${number}.sqlite`
        const { apiKey, endpoint } = local
        const options = { apiKey, endpoint, store, bucketMillis, charts, clamp: false } as const
        const ends: JobEnd[] = []
        const kill = async (seed: number): Promise<void> => {
          const random = new Random(seed)
          const flushes = random.chance(0.5)
          const job = new Job({ ...options, runs: 1000, flushes, leaseMillis: 200 })
          await job.started()
          // A moment of the job's own making: after so many increments, and a little.
          await job.counted(random.whole(1, 30))
          if (random.chance(0.5)) await new Promise((resolve) => setImmediate(resolve))
          job.child.kill('SIGKILL')
          const end = await job.ended
          expect({ ...end, seed }).toMatchObject({ signal: 'SIGKILL', stderr: '', seed })
          ends.push(end)
          const { posting, claimed } = readHeld(store)
          held.posting += posting
          held.claimed += claimed
        }
        const killAll = async (): Promise<void> => {
          for (const seed of seeds) await kill(seed)
        }
        await Promise.all(Array.from({ length: together }, killAll))
        // When all leases have ended.
        const system = createSystemClock()
        const clock = { ...system, wallNow: () => system.wallNow() + 60_000 }
        const client = new SpikelogClient(
          { apiKey, endpoint, store, bucketMillis, clamp: false },
          { clock },
        )
        for (const chart of charts) client.add(chart, 0)
        for (let flush = 0; flush < 3; flush += 1) await client.flush()
        expect(await client.close()).toMatchObject({ pending: 0, dropped: 0 })
        const sum = charts
          .flatMap((chart) => local.points(chart))
          .reduce((all, { value }) => all + value, 0)
        const count = (of: 'begun' | 'acknowledged') => ends.reduce((all, end) => all + end[of], 0)
        expect(sum).toBeGreaterThanOrEqual(count('acknowledged'))
        expect(sum).toBeLessThanOrEqual(count('begun'))
        const keys = charts.flatMap((chart) => local.points(chart)).map(({ key }) => key)
        expect(new Set(keys).size).toBe(keys.length)
        return ends
      }
      const ends = (await Promise.all(Array.from({ length: lanes }, lane))).flat()
      const increments = ends.reduce((all, { acknowledged }) => all + acknowledged, 0)
      console.log(`${ends.length} kills: ${increments} increments; found after a kill: `, held)
      expect(ends).toHaveLength(kills)
      expect(held.posting).toBeGreaterThan(kills / 10)
    },
  )
})
