import { describe, expect, it } from 'vitest'
import { useFolder } from '../../client/support/use-folder.ts'
import { verifies } from '../../requirements.ts'
import { useLocal } from '../../support/use-local.ts'
import { Job } from '../support/store/run-job.ts'

const processes = 20
/** 2000 increments in all, each by a store that is opened for it and closed. */
const runs = 100

describe(verifies('shortLived', 'processes that add to one file at a time'), () => {
  it('come to the exact sum, whoever posts', { timeout: 120_000 }, async () => {
    const local = await useLocal({ apiKey: 'sk_of_many' })
    const options = {
      apiKey: local.apiKey,
      endpoint: local.endpoint,
      store: `${useFolder()}/deep/store.sqlite`,
      bucketMillis: 400,
      charts: ['runs'],
      clamp: false,
    } as const
    const jobs = Array.from(
      { length: processes },
      () => new Job({ ...options, runs, flushes: false }),
    )
    for (const { code, signal, stderr, acknowledged } of await Promise.all(
      jobs.map(({ ended }) => ended),
    )) {
      expect({ code, signal, stderr }).toEqual({ code: 0, signal: null, stderr: '' })
      expect(acknowledged).toBe(runs)
    }
    const last = new Job({ ...options, runs: 1, flushes: true })
    expect(await last.ended).toMatchObject({ code: 0, stderr: '' })
    const points = local.points('runs')
    expect(points.reduce((sum, { value }) => sum + value, 0)).toBe(processes * runs + 1)
    expect(points.length).toBeGreaterThan(3)
  })
})
