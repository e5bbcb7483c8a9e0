import { setTimeout as pause } from 'node:timers/promises'
import { metrics } from '@opentelemetry/api'
import { OrderQueue } from './order-queue.ts'
import { ProductCache } from './product-cache.ts'

/** What the shop counted itself, to hold against the charts. */
export interface ShopTotals {
  readonly signups: number
  readonly orders: number
  readonly cartsOpen: number
}

/** What came of a checkout. */
export interface Receipt {
  readonly value: number
  readonly payment: string
}

const payments = ['card', 'card', 'card', 'invoice', 'voucher'] as const

/**
 * A small shop that measures itself as any service would: it knows OpenTelemetry's API, but neither
 * its SDK nor where the numbers go.
 */
export class Shop {
  readonly #meter = metrics.getMeter('shop')
  readonly #signups = this.#meter.createCounter('signups')
  readonly #orders = this.#meter.createCounter('orders')
  readonly #orderValue = this.#meter.createHistogram('order.value', { unit: 'EUR' })
  readonly #checkoutDuration = this.#meter.createHistogram('checkout.duration', { unit: 'ms' })
  readonly #cartsOpen = this.#meter.createUpDownCounter('carts.open')
  readonly #queue = new OrderQueue(this.#meter.createGauge('queue.depth'))
  readonly #cache = new ProductCache()
  #totals = { signups: 0, orders: 0, cartsOpen: 0 }

  constructor() {
    this.#meter.createObservableGauge('cache.hit.ratio').addCallback((result) => {
      const ratio = this.#cache.takeHitRatio()
      if (ratio !== undefined) result.observe(ratio)
    })
  }

  signUp(): void {
    this.#totals.signups += 1
    this.#signups.add(1)
  }

  /** Shows a product; those asked for lately come from the cache. */
  async view(product: number): Promise<void> {
    if (!this.#cache.has(product)) await pause(4 + Math.random() * 8)
    this.#cache.add(product)
  }

  openCart(): void {
    this.#totals.cartsOpen += 1
    this.#cartsOpen.add(1)
  }

  /** Turns an open cart into an order; `undefined` when none is open. */
  async checkOut(): Promise<Receipt | undefined> {
    if (this.#totals.cartsOpen === 0) return undefined
    this.#totals.cartsOpen -= 1
    this.#cartsOpen.add(-1)
    const startMillis = performance.now()
    // The payment takes longer the more orders wait.
    await pause(5 + Math.random() * 20 + this.#queue.depth)
    const payment = payments[Math.floor(Math.random() * payments.length)] ?? 'card'
    const value = Math.round(500 + Math.random() ** 3 * 20_000) / 100
    this.#totals.orders += 1
    this.#orders.add(1, { payment })
    this.#orderValue.record(value, { payment })
    this.#checkoutDuration.record(performance.now() - startMillis, { payment })
    this.#queue.add()
    return { value, payment }
  }

  totals(): ShopTotals {
    return { ...this.#totals }
  }
}
