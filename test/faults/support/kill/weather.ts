import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault, LocalSpikelog } from '@spikelog-otel/local'
import type { Random } from '../../../support/campaign.ts'
import { machineMillis } from './diary.ts'
import { RequestCount } from './request-count.ts'

/** What an outage does to requests. Some are stored, and nobody is told. */
const faults: readonly Fault[] = [
  { type: 'status', status: 503 },
  { type: 'status', status: 500, stage: 'after-store' },
  { type: 'reset', stage: 'arrival' },
  { type: 'reset', stage: 'before-store' },
  { type: 'reset', stage: 'after-store' },
  { type: 'hang', stage: 'before-store' },
  { type: 'hang', stage: 'after-store' },
]

/** When nothing, or not all, could be delivered. */
export interface Outage {
  readonly fromMillis: number
  readonly toMillis: number
}

/** How a local Spikelog does while one app posts to it: sometimes slowly, and in outages not at all. */
export class Weather {
  readonly requests = new RequestCount()
  readonly #local: LocalSpikelog
  readonly #random: Random
  #isOutage = false

  constructor(local: LocalSpikelog, random: Random) {
    this.#local = local
    this.#random = random
    local.setFaults(() => {
      this.requests.add()
      if (this.#isOutage) return random.pick(faults)
      return random.chance(0.5) ? { type: 'delay', millis: random.whole(1, 20) } : undefined
    })
  }

  /** An outage in which requests go wrong, or nobody listens. `end` comes last, still in the outage. */
  async outage(end: () => Promise<void>): Promise<Outage> {
    const random = this.#random
    const fromMillis = machineMillis()
    this.#isOutage = true
    if (random.chance(0.3)) {
      await this.#local.pause()
      await sleep(random.whole(0, 150))
      await end()
      await this.#local.resume()
    } else {
      await this.requests.more(random.whole(1, 10))
      await end()
    }
    this.#isOutage = false
    return { fromMillis, toMillis: machineMillis() }
  }
}
