import { AsyncLocalStorage } from 'node:async_hooks'
import { context, ROOT_CONTEXT } from '@opentelemetry/api'
import type { Context, ContextManager } from '@opentelemetry/api'
import { isTracingSuppressed } from '@opentelemetry/core'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { answer, FakeTransport } from '../support/fake-transport.ts'
import { counter, resourceMetrics } from '../support/metrics.ts'
import { useExporter } from '../support/use-exporter.ts'

const bucketMillis = 300_000

/** Carries the context through promises and timers, as the SDKs for Node do. */
class AsyncContextManager implements ContextManager {
  readonly #storage = new AsyncLocalStorage<Context>()

  active(): Context {
    return this.#storage.getStore() ?? ROOT_CONTEXT
  }

  with: ContextManager['with'] = (to, run, thisArg, ...args) =>
    this.#storage.run(to, () => run.apply(thisArg as ThisParameterType<typeof run>, args))

  bind: ContextManager['bind'] = (_to, target) => target

  enable(): this {
    return this
  }

  disable(): this {
    return this
  }
}

beforeEach(() => {
  context.setGlobalContextManager(new AsyncContextManager())
  onTestFinished(() => context.disable())
})

function useWatched() {
  const suppressed: boolean[] = []
  const transport = new FakeTransport(async () => {
    suppressed.push(isTracingSuppressed(context.active()))
    await Promise.resolve()
    suppressed.push(isTracingSuppressed(context.active()))
    return answer(suppressed.length > 2 ? 200 : 503)
  })
  const at = { startMillis: 0, endMillis: 1000 }
  const app = useExporter({}, { transport })
  app.exportNow(resourceMetrics({ app: [counter('users', 1, at)] }))
  return { ...app, suppressed }
}

it('suppresses tracing in a delivery that a flush starts, and in its retries', async () => {
  const { exporter, clock, suppressed } = useWatched()
  await clock.until(exporter.forceFlush())
  expect(suppressed).toEqual([true, true, true, true])
  expect(isTracingSuppressed(context.active())).toBe(false)
})

it('suppresses tracing in a delivery that the timer starts', async () => {
  const { clock, suppressed } = useWatched()
  await clock.advance(2 * bucketMillis)
  expect(suppressed).toEqual([true, true, true, true])
})

it('suppresses tracing in the delivery of a shutdown', async () => {
  const { exporter, clock, suppressed } = useWatched()
  await clock.until(exporter.shutdown())
  expect(suppressed).toEqual([true, true, true, true])
})
