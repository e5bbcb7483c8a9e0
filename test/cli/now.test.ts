import { expect, it } from 'vitest'
import { silent, useAccount } from './support/use-account.ts'

it('`--now` posts at once, and the rest of the bucket as one point', async () => {
  const { run, values } = await useAccount()
  expect(await run('add', 'jobs', '1', '--now')).toEqual(silent)
  expect(await run('add', 'jobs', '2', '--now')).toEqual(silent)
  expect(await run('add', 'jobs', '4', '--now')).toEqual(silent)
  expect(values('jobs')).toEqual([1])
  expect(await run('flush', '--now')).toEqual(silent)
  expect(values('jobs')).toEqual([1, 6])
})
