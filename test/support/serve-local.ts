/** A local Spikelog in a process of its own, from the sources: JSON options come in, the port goes out. */
import { flushCompileCache } from 'node:module'
import { startLocalSpikelog } from '../../packages/local/src/start-local-spikelog.ts'

const spikelog = await startLocalSpikelog({ port: 0, ...JSON.parse(process.argv[2] ?? '{}') })
process.send?.(Number(new URL(spikelog.url).port))
// Those that are killed could not write down at their end what they compiled.
flushCompileCache()
