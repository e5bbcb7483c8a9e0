import { handler } from './handler.ts'
import { meterProvider } from './telemetry.ts'

// One invocation, after which the instance ends and posts what is left.
console.log(await handler({ width: 640, height: 480 }))
await meterProvider.shutdown()
