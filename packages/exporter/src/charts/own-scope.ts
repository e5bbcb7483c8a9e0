/** The name of the meter that makes the exporter's own metrics. */
export const ownScope = '@spikelog-otel/exporter'
