import type { Gauge } from '@opentelemetry/api'

/** Sent to the warehouse in one go. */
const ordersPerBatch = 12
const batchMillis = 700

/** Orders that wait for the warehouse, which takes a batch now and then. */
export class OrderQueue {
  readonly #gauge: Gauge
  #depth = 0

  constructor(gauge: Gauge) {
    this.#gauge = gauge
    this.#gauge.record(0)
    setInterval(() => this.#set(Math.max(0, this.#depth - ordersPerBatch)), batchMillis).unref()
  }

  get depth(): number {
    return this.#depth
  }

  add(): void {
    this.#set(this.#depth + 1)
  }

  #set(depth: number): void {
    this.#depth = depth
    this.#gauge.record(depth)
  }
}
