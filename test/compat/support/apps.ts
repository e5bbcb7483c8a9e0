/** All that an app may do in a short life, with the exporter and with the client. */
export const wholeApp = {
  imports: {
    '@opentelemetry/sdk-metrics': 'MeterProvider',
    '@spikelog-otel/exporter': 'createSpikelogReader',
    '@spikelog-otel/client': 'SpikelogClient',
  },
  code: `
    const provider = new MeterProvider({ readers: [createSpikelogReader()] })
    const meter = provider.getMeter('app')
    const users = meter.createCounter('users')
    users.add(3, { plan: 'free' })
    users.add(4, { plan: 'paid' })
    const seconds = meter.createHistogram('seconds')
    seconds.record(1)
    seconds.record(4)
    const depth = meter.createGauge('depth')
    depth.record(9)
    depth.record(5)
    meter.createUpDownCounter('open').add(6)
    meter.createObservableGauge('load').addCallback((result) => result.observe(0.5))
    await provider.shutdown()
    const client = new SpikelogClient()
    client.add('jobs', 2)
    await client.close()
    console.log(process.versions.node)
  `,
}

/** What {@link wholeApp} is to post. */
export const wholeAppPoints = {
  users: [7],
  seconds: [2.5],
  depth: [9],
  open: [6],
  load: [0.5],
  jobs: [2],
}

/** An app without OpenTelemetry. */
export const clientApp = {
  imports: { '@spikelog-otel/client': 'SpikelogClient' },
  code: `
    const client = new SpikelogClient()
    client.add('jobs', 2)
    client.add('jobs', 3)
    await client.close()
  `,
}

/** What {@link clientApp} is to post. */
export const clientAppPoints = { jobs: [5] }

/** An app that knows nothing of Spikelog: `/register` sets metrics up and gets them out at the end. */
export const apiApp = {
  imports: { '@opentelemetry/api': 'metrics' },
  code: `
    const meter = metrics.getMeter('app')
    meter.createCounter('users').add(3)
    meter.createHistogram('seconds').record(2.5)
    meter.createGauge('depth').record(9)
    console.log(process.versions.node)
  `,
}

/** What {@link apiApp} is to post. */
export const apiAppPoints = { users: [3], seconds: [2.5], depth: [9] }

/** An app whose three runs share a bucket by a file; the last one posts it. */
export const durableApp = {
  imports: { '@spikelog-otel/client': 'SpikelogClient' },
  code: `
    const store = 'state of ' + process.pid + '/'
    for (const value of [2, 3, 4]) {
      const client = new SpikelogClient({ store })
      client.add('jobs', value)
      if (value === 4) await client.flush()
      await client.close()
    }
  `,
}

/** What {@link durableApp} is to post. */
export const durableAppPoints = { jobs: [9] }
