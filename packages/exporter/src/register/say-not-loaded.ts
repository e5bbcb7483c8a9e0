/** Says what to do when the parts of the register cannot even be loaded. Imports nothing itself. */
export function sayNotLoaded(error: unknown): void {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
  process.emitWarning(
    `spikelog: No metrics go to Spikelog; the app runs on without. ${line}. Check that Node is 22.19 ` +
      `or newer (it is ${process.versions.node}), and run \`npm install @spikelog-otel/exporter ` +
      '@opentelemetry/api @opentelemetry/sdk-metrics`.',
  )
}
