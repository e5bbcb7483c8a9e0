import { SpikelogClient } from '@spikelog-otel/client'
import type { ClientParts, SpikelogClientOptions } from '@spikelog-otel/client'
import { FakeClock } from './fake-clock.ts'
import { FakeLogger } from './fake-logger.ts'
import { FakeTransport } from './fake-transport.ts'
import { openSharedStore, SharedMemory } from './shared-memory-store.ts'
import { bucketMillis, testKey } from './use-client.ts'

/** Processes of one account that share a durable store, one service and one log, on a fake clock. */
export function useProcesses(): Processes {
  return new Processes()
}

/** See {@link useProcesses}. */
export class Processes {
  readonly clock = new FakeClock()
  readonly transport = new FakeTransport()
  readonly logger = new FakeLogger()
  readonly shared = new SharedMemory(bucketMillis)

  /** Starts one; it is killed when nothing more is done with it. */
  start(options: SpikelogClientOptions = {}, parts: Partial<ClientParts> = {}): SpikelogClient {
    const { clock, transport, logger } = this
    return new SpikelogClient(
      { apiKey: testKey, store: this.open(), ...options },
      { clock, transport, logger, random: () => 0.5, environment: () => undefined, ...parts },
    )
  }

  open(): ReturnType<typeof openSharedStore> {
    return openSharedStore(this.shared, this.clock)
  }

  /** One that does `work` and closes. */
  async run(
    work: (client: SpikelogClient) => unknown,
    options: SpikelogClientOptions = {},
  ): Promise<void> {
    const client = this.start(options)
    await work(client)
    await this.clock.until(client.close())
  }
}
