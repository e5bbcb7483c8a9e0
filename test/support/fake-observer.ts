import type { DeliveryEnd, DeliveryObserver, HealthCounts } from '@spikelog-otel/client'

/** Remembers what it is told of deliveries; a second end of one of them is a defect. */
export class FakeObserver implements DeliveryObserver {
  inFlight = 0
  mostInFlight = 0
  readonly ends: DeliveryEnd[] = []
  endedTwice = 0
  counts: HealthCounts | undefined

  begin(): (end?: DeliveryEnd) => void {
    this.inFlight += 1
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight)
    let isOver = false
    return (end) => {
      if (isOver) this.endedTwice += 1
      isOver = true
      this.inFlight -= 1
      if (end !== undefined) this.ends.push(end)
    }
  }

  count(counts: HealthCounts): void {
    this.counts = counts
  }
}
