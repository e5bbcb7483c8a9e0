import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Random } from '../../support/campaign.ts'
import { KeepAliveConnection } from '../../support/keep-alive-connection.ts'
import { expectKept, type Doubts } from './doubts.ts'
import { readCharts } from './read-charts.ts'
import type { RecordedClient } from './recorded-client.ts'
import { ServerProcess } from './server-process.ts'

const limits = { maxCharts: 100, maxPoints: 1_000_000 }

/** Some answers come late, so that clients get out of step and kills hit what is stored, not yet answered. */
const faults = {
  rate: 0.3,
  fault: { type: 'delay', stage: 'after-store', millis: 3 },
} as const

/** What a campaign goes on with from kill to kill. */
export interface Campaign {
  readonly file: string
  readonly clients: readonly RecordedClient[]
  readonly random: Random
  readonly doubts: Doubts
}

/** A server with a connection for each client. */
interface Connected {
  readonly server: ServerProcess
  readonly connections: readonly (readonly [RecordedClient, KeepAliveConnection])[]
}

/**
 * Starts a server on the file and compares what it has with what the clients know; then again,
 * after they repeated what is in doubt.
 */
export async function startAndCompare({ file, clients, doubts }: Campaign): Promise<Connected> {
  const server = new ServerProcess({ file, limits, faults })
  try {
    const port = await server.listening()
    const connect = async (client: RecordedClient) =>
      [client, await KeepAliveConnection.open(port)] as const
    const reader = await KeepAliveConnection.open(port)
    expectKept(await readCharts(reader), clients, doubts)
    const connections = await Promise.all(clients.map(connect))
    await Promise.all(connections.map(([client, own]) => client.repeatPending(own)))
    await Promise.all(connections.map(([client, own]) => client.repeatAcknowledged(own)))
    expectKept(await readCharts(reader), clients, doubts)
    reader.close()
    return { server, connections }
  } catch (error) {
    await server.kill()
    throw error
  }
}

/** Has all clients change things, and kills the server at a random moment after some answers. */
export async function killUnderLoad(
  { server, connections }: Connected,
  { random }: Campaign,
  mostAnswers: number,
): Promise<void> {
  let untilKill = random.whole(1, mostAnswers)
  // Long enough for some answers more: the kill comes anywhere between two of them.
  const delayMillis = 5 * random.next()
  let killed: Promise<void> | undefined
  const kill = async (): Promise<void> => {
    const atMillis = performance.now() + delayMillis
    // Timers are too coarse for this.
    while (performance.now() < atMillis) await nextTurn()
    await server.kill()
  }
  const onAnswer = (): void => {
    untilKill -= 1
    if (untilKill === 0) killed = kill()
  }
  await Promise.all(connections.map(([client, own]) => client.keepChanging(own, onAnswer)))
  await killed
}
