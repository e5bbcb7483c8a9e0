import { hostname } from 'node:os'
import { describe, expect, it } from 'vitest'
import { isInRollout } from '../../packages/client/src/is-in-rollout.ts'
import { useClient } from '../support/use-client.ts'

const instances = Array.from({ length: 20_000 }, (_, n) => `web-${n}`)

describe('isInRollout', () => {
  it('takes about the share asked for, of names that differ in a digit', () => {
    for (const share of [0.01, 0.1, 0.5, 0.9]) {
      const taken = instances.filter((name) => isInRollout(name, share)).length
      // Four standard deviations of a fair choice.
      const spread = 4 * Math.sqrt(instances.length * share * (1 - share))
      expect(Math.abs(taken - share * instances.length)).toBeLessThan(spread)
    }
  })

  it('takes all at 1 and none at 0', () => {
    expect(instances.every((name) => isInRollout(name, 1))).toBe(true)
    expect(instances.some((name) => isInRollout(name, 0))).toBe(false)
  })

  it('keeps whoever is in when the share is raised', () => {
    const few = instances.filter((name) => isInRollout(name, 0.2))
    expect(few.every((name) => isInRollout(name, 0.3))).toBe(true)
  })

  it('gives a name the same answer on every machine and version', () => {
    const taken = instances.slice(0, 12).filter((name) => isInRollout(name, 0.5))
    expect(taken).toEqual(['web-0', 'web-2', 'web-5', 'web-6', 'web-7', 'web-8'])
  })
})

describe('a client', () => {
  const out = instances.find((name) => !isInRollout(name, 0.5)) ?? ''
  const included = instances.find((name) => isInRollout(name, 0.5)) ?? ''

  it('outside the rollout measures and posts nothing, and says so once', async () => {
    const { client, transport, logger } = useClient({ rollout: 0.5 }, { instance: out })
    client.add('users')
    client.merge('users', { count: 1, sum: 1, min: 1, max: 1, fromMillis: 0, toMillis: 1 })
    expect(await client.close()).toEqual({ delivered: 0, pending: 0, dropped: 0 })
    expect(transport.posts).toEqual([])
    expect(client.health()).toMatchObject({ isIncluded: false, dropped: {} })
    expect(logger.lines).toEqual([
      {
        level: 'info',
        message: `Instance \`${out}\` is not in the rollout of 0.5: it exports nothing. Raise \`rollout\` (SPIKELOG_ROLLOUT) to include it.`,
      },
    ])
  })

  it('inside the rollout posts', async () => {
    const { client, transport } = useClient({ rollout: 0.5 }, { instance: included })
    client.add('users')
    await client.close()
    expect(transport.posts).toHaveLength(1)
    expect(client.health().isIncluded).toBe(true)
  })

  it('goes by the host name', () => {
    const { client } = useClient({ rollout: 0.5 })
    expect(client.health().isIncluded).toBe(isInRollout(hostname(), 0.5))
  })
})
