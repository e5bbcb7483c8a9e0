import { metrics } from '@opentelemetry/api'

const meter = metrics.getMeter('links')

export const linksCreated = meter.createCounter('link.created', { unit: '{link}' })
export const linksFollowed = meter.createCounter('link.followed', { unit: '{link}' })
export const requestFailed = meter.createHistogram('request.failed', { unit: '1' })
export const requestDuration = meter.createHistogram('request.duration', { unit: 's' })
export const mailsWaiting = meter.createObservableGauge('mail.waiting', { unit: '{mail}' })
export const mailsSent = meter.createCounter('mail.sent', { unit: '{mail}' })
export const mailDuration = meter.createHistogram('mail.duration', { unit: 's' })
