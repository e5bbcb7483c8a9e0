import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { verifies } from '../requirements.ts'
import { liveThroughOutage } from './support/outage/live-through-outage.ts'
import type { OutageFigures } from './support/outage/live-through-outage.ts'
import { measureOutages } from './support/outage/measure-outages.ts'
import { outageKinds } from './support/outage/outage-kinds.ts'
import type { OutageKind } from './support/outage/outage-kinds.ts'
import { createSocketNetwork } from './support/outage/socket-network.ts'

const mostRequests = 300
const mostRetainedBytes = 64 * 1024

describe(verifies('outage', 'a day without the service, with ten charts'), () => {
  let measured: Partial<Record<OutageKind, OutageFigures>> = {}
  beforeAll(async () => {
    measured = await measureOutages()
  }, 120_000)

  it.each(outageKinds)('%s: loses nothing, and costs next to nothing', (kind) => {
    const figures = measured[kind]
    expect(figures?.lost).toEqual([])
    expect(figures?.requests).toBeLessThanOrEqual(mostRequests)
    // It did ask, and again.
    expect(figures?.requests).toBeGreaterThan(20)
    expect(figures?.retainedBytes).toBeLessThanOrEqual(mostRetainedBytes)
    expect(figures?.stateChanges).toBe(2)
    expect(figures?.lines).toBeLessThanOrEqual(2 * 2)
    expect(figures?.lines).toBeGreaterThanOrEqual(2)
  })
})

describe(verifies('outage', 'a day without the service, on real sockets'), () => {
  it.each(['hanging', '503', '429 with Retry-After', '401'] as const)(
    '%s: loses nothing, and costs few requests',
    { timeout: 60_000 },
    async (kind) => {
      const { lost, requests, lines, stateChanges } = await liveThroughOutage(
        kind,
        async (clock) => {
          const network = await createSocketNetwork(clock)
          onTestFinished(network.close)
          return network
        },
      )
      expect(lost).toEqual([])
      expect(requests).toBeLessThanOrEqual(mostRequests)
      expect(requests).toBeGreaterThan(20)
      expect(stateChanges).toBe(2)
      expect(lines).toBe(2)
    },
  )
})
