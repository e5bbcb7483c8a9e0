import { createFaultSource } from './faults/create-fault-source.ts'
import type { FaultFunction } from './faults/fault.ts'
import { createAccess } from './http/access.ts'
import { ingestPath } from './http/create-app.ts'
import { createKeyCheck } from './http/create-key-check.ts'
import { createRequestHandler } from './http/create-request-handler.ts'
import { Listener } from './http/listener.ts'
import { RequestCounter } from './http/request-counter.ts'
import { toUrl } from './http/to-url.ts'
import { EventHub } from './live/event-hub.ts'
import { toSyncMessage } from './live/to-sync-message.ts'
import { PointListeners } from './point-listeners.ts'
import type { LocalSpikelog } from './local-spikelog.ts'
import type { LocalSpikelogOptions } from './options/local-options.ts'
import { resolveOptions } from './options/resolve-options.ts'
import { RefusalLog } from './refusal-log.ts'
import { toLocalChart, toLocalPoint } from './store/local-chart.ts'
import { SpikelogStore } from './store/spikelog-store.ts'

/**
 * Starts a local Spikelog: the ingest API with the hosted service's quota and retention, for demos,
 * tests and staging.
 *
 * @throws TypeError when an option is bad, Error when the port is in use or the file can't be opened
 */
export async function startLocalSpikelog(options?: LocalSpikelogOptions): Promise<LocalSpikelog> {
  const { port, host, apiKey, file, faults, limits, statuses, now } = resolveOptions(options)
  let pickFault: FaultFunction = createFaultSource(faults)
  const events = new EventHub({
    lastPointId: () => store.lastPointId,
    message: (sincePointId) =>
      toSyncMessage({ charts: store.charts(), limits, refusals: refusals.latest() }, sincePointId),
  })
  const store = new SpikelogStore(file, limits, () => events.changed())
  const refusals = new RefusalLog(() => events.changed())
  const checkKey = createKeyCheck(apiKey)
  const counter = new RequestCounter()
  const listeners = new PointListeners()
  const handle = createRequestHandler({
    store,
    limits,
    statuses,
    counter,
    now,
    refusals,
    checkKey,
    access: createAccess(host, checkKey),
    events,
    pickFault: (request) => pickFault(request),
    signal: () => listener.signal,
    onStored: (chart, point) => listeners.call({ chart, ...point }),
  })
  const listener = new Listener(handle, host, port)
  await listener.start().catch((error: unknown) => {
    store.close()
    throw error
  })

  let isClosed = false
  const url = toUrl(host, listener.port)
  return {
    url,
    endpoint: url + ingestPath,
    // A getter, so that printing the object does not print the key.
    get apiKey() {
      return apiKey
    },
    charts: () => store.charts().map(toLocalChart),
    points: (chart) => store.find(chart)?.points.map(toLocalPoint) ?? [],
    requests: () => counter.counts(),
    onPoint: (call) => listeners.add(call),
    setFaults: (plan) => {
      pickFault = createFaultSource(plan)
    },
    reset: () => {
      store.clear()
      counter.reset()
      refusals.clear()
      pickFault = createFaultSource(faults)
    },
    pause: () => listener.stop(),
    resume: async () => {
      if (isClosed) throw new Error('This local Spikelog is closed: start another one.')
      await listener.start()
    },
    close: async () => {
      if (isClosed) return
      isClosed = true
      await listener.stop()
      store.close()
    },
  }
}
