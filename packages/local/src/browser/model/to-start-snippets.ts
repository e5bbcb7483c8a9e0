/** Ways to send a first point to the server at an origin. */
export interface StartSnippets {
  install: string
  reader: string
  curl: string
  fetch: string
}

/** Makes the texts that send a first point. The key is never in them: the page does not know it. */
export function toStartSnippets(origin: string): StartSnippets {
  const endpoint = `${origin}/api/v1/ingest`
  const { protocol, hostname } = new URL(origin)
  const isSafe = protocol === 'https:' || /^(.+\.)?localhost$|^\[::1\]$|^127\./u.test(hostname)
  return {
    install: 'npm install @spikelog-otel/exporter @opentelemetry/api @opentelemetry/sdk-metrics',
    reader: `import { MeterProvider } from '@opentelemetry/sdk-metrics'
import { createSpikelogReader } from '@spikelog-otel/exporter'

const meterProvider = new MeterProvider({
  readers: [
    createSpikelogReader({
      apiKey: process.env.SPIKELOG_API_KEY,
      endpoint: '${endpoint}',${isSafe ? '' : '\n      allowInsecure: true,'}
      bucketMillis: 10_000, // a point every 10 s instead of every 5 minutes
    }),
  ],
})
meterProvider.getMeter('shop').createCounter('sign-ups').add(1)
await meterProvider.shutdown()`,
    curl: `curl -X POST ${endpoint} \\
  -H "X-API-Key: $SPIKELOG_API_KEY" \\
  -d '{"chart":"users","value":42}'`,
    fetch: `await fetch('${endpoint}', {
  method: 'POST',
  headers: { 'X-API-Key': process.env.SPIKELOG_API_KEY },
  body: JSON.stringify({ chart: 'users', value: 42 }),
})`,
  }
}
