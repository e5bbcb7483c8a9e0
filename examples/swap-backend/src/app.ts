import { createInterface } from 'node:readline'
import { metrics } from '@opentelemetry/api'

// The app: an object store that reads its orders from standard input, such as `put 12` and
// `delete 5`. It imports OpenTelemetry's API alone; where its numbers go is none of its business.
const meter = metrics.getMeter('store')
const changes = meter.createCounter('changes', { description: 'Objects put or deleted' })
const size = meter.createHistogram('object.size', { unit: 'MB' })
const used = meter.createUpDownCounter('storage.used', { unit: 'MB' })

let done = 0

for await (const line of createInterface(process.stdin)) {
  const [operation, text] = line.split(' ')
  const megabytes = Number(text)
  if ((operation === 'put' || operation === 'delete') && megabytes >= 0) {
    changes.add(1, { operation })
    size.record(megabytes)
    used.add(operation === 'put' ? megabytes : -megabytes)
    done += 1
    console.log(`${done} done`)
  } else {
    console.error(`Expected "put" or "delete" and a number of MB, got "${line}".`)
  }
}
