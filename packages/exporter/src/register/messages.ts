const command =
  'OTEL_METRICS_EXPORTER=none node --import @spikelog-otel/exporter/register ' +
  '--import @opentelemetry/auto-instrumentations-node/register app.js'

const advice =
  `With auto-instrumentation: \`${command}\`. With a set-up of your own: leave this register out ` +
  'and add our reader there: `metricReaders: [..., createSpikelogReader()]`.'

/** Another meter provider was faster. */
export function sayProviderExists(): string {
  return `No metrics go to Spikelog: another meter provider is registered already. ${advice}`
}

/** Another meter provider will come, which the auto-instrumentations make unless told not to. */
export function sayProviderComes(): string {
  return (
    'No metrics go to Spikelog: the auto-instrumentations make a meter provider of their own, ' +
    `since OTEL_METRICS_EXPORTER is not \`none\`. ${advice}`
  )
}

/** The auto-instrumentations were loaded first, when there was no meter provider to measure with. */
export function sayLoadedLate(): string {
  return (
    'The metrics of the auto-instrumentations are missing, those of the app go to Spikelog: the ' +
    `register was loaded after them. Change the order: \`${command}\`.`
  )
}

/** The API took no provider although it had none. */
export function sayApiRefused(): string {
  return (
    'No metrics go to Spikelog: `@opentelemetry/api` refused our meter provider, which it does when ' +
    'copies of different versions are loaded. Look at `npm ls @opentelemetry/api` and leave one.'
  )
}

/** A bad configuration, in the words of the error that says what was expected. */
export function sayNotSetUp(reason: string): string {
  return `No metrics go to Spikelog; the app runs on without. ${reason}`
}

/** A worker thread, which gets nothing of its own. */
export function sayWorker(): string {
  return (
    'Not registered in a worker thread: its charts would mix with those of the main thread. ' +
    'Send what the worker measures to the main thread, or give it a set-up of its own.'
  )
}

/** The first bucket is over and there was nothing in it. */
export function sayIdle(seconds: number): string {
  return (
    `No metric was measured in the first ${seconds} s. Check that the app creates instruments by ` +
    '`metrics.getMeter(…)` of `@opentelemetry/api` 1.x, after this register was loaded.'
  )
}

/** The timeout is longer than the time between two collections. */
export function sayTimeoutCut(timeoutMillis: number, intervalMillis: number): string {
  return (
    'Expected `OTEL_METRIC_EXPORT_TIMEOUT` to be at most the time between two collections ' +
    `(OTEL_METRIC_EXPORT_INTERVAL), got \`${timeoutMillis}\`. ${intervalMillis} is used.`
  )
}
