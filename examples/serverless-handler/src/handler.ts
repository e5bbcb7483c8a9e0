import { meterProvider } from './telemetry.ts'

const meter = meterProvider.getMeter('thumbnails')
const invocations = meter.createCounter('invocations')
const pixels = meter.createHistogram('pixels')

/** What the platform calls. */
export async function handler(event: { width: number; height: number }): Promise<object> {
  try {
    invocations.add(1)
    pixels.record(event.width * event.height)
    return { thumbnail: `${event.width}x${event.height}` }
  } finally {
    // Before the answer, since afterwards the platform may freeze the process.
    await meterProvider.forceFlush()
  }
}
