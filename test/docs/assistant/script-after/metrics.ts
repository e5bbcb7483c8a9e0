import { metrics } from '@opentelemetry/api'

const meter = metrics.getMeter('import')

export const rowsImported = meter.createCounter('row.imported', { unit: '{row}' })
export const rowFailed = meter.createHistogram('row.failed', { unit: '1' })
export const payments = meter.createHistogram('payment.amount', { unit: 'USD' })
export const importDuration = meter.createHistogram('import.duration', { unit: 's' })
