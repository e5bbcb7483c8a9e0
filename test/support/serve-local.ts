/** A local Spikelog in a process of its own, from the sources: JSON options come in, the port goes out. */
import { startLocalSpikelog } from '../../packages/local/src/start-local-spikelog.ts'

const spikelog = await startLocalSpikelog({ port: 0, ...JSON.parse(process.argv[2] ?? '{}') })
process.send?.(Number(new URL(spikelog.url).port))
