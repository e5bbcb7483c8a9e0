import type { StoredPoint } from '@spikelog-otel/local'
import { onBucket } from '../demo/on-bucket.ts'
import { formatNumber } from './format-number.ts'
import { formatTime } from './format-time.ts'
import type { View, ViewSources } from './view.ts'
import { wrapText } from './wrap-text.ts'

const width = 80
const timeWidth = 10

/** Prints what each bucket gave, for pipes and files: no escape codes. */
export function createPlainLog(
  { local, shopUrl, bucketMillis }: ViewSources,
  print: (line: string) => void,
): View {
  print(`Local Spikelog: its dashboard is ${local.url}/, points go to ${local.endpoint}`)
  print(`Service on ${shopUrl}, visited by a traffic generator of its own`)
  print(`One point a chart every ${bucketMillis / 1000} s instead of every 300 s`)
  print('')
  const listener = onBucket(local, (points) => print(toLines(points)))
  return {
    notice: (text) => {
      listener.flush()
      print(['', ...wrapText(`The service warns: ${text}`, width, '  '), ''].join('\n'))
    },
    ending: () => {
      print('Ending: the traffic stops, then the service, which posts what it measured last.')
    },
    close: () => {
      listener.close()
      print('')
    },
  }
}

function toLines(points: readonly StoredPoint[]): string {
  // A name and its number stay together.
  const pairs = points.map(({ chart, value }) => `${chart}\u00A0${formatNumber(value)}`)
  const time = formatTime(new Date(points[0]?.timestamp ?? 0)).padEnd(timeWidth, '\u00A0')
  const lines = wrapText(time + pairs.join(', '), width, ' '.repeat(timeWidth))
  return lines.join('\n').replaceAll('\u00A0', ' ')
}
