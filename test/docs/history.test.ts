import { describe, expect, it } from 'vitest'
import { widenBucket } from '../../packages/client/src/options/widen-bucket.ts'
import { verifies } from '../requirements.ts'
import { readDocPages } from './support/doc-pages.ts'
import { readRows } from './support/read-tables.ts'

const text = readDocPages().find(({ file }) => file.endsWith('docs/history.md'))?.text ?? ''
const hourSeconds = 3600

/** `3.5 days` and the like in seconds. */
function toSeconds(span: string): number {
  const [, amount = '', unit = ''] = /^([\d.]+) (hours|days)$/u.exec(span) ?? []
  return Number(amount) * hourSeconds * (unit === 'days' ? 24 : 1)
}

describe(verifies('docs', 'the page about history'), () => {
  it.each(readRows(text, 'bucket', '`SPIKELOG_BUCKET_SECONDS`', 'history'))(
    'says how long 1000 points last: %s, %s s: %s',
    (_bucket, seconds = '', history = '') => {
      const span = Number.parseInt(seconds, 10) * 1000
      expect(Math.abs(toSeconds(history) - span) / span).toBeLessThan(0.01)
    },
  )

  it.each(readRows(text, '`keepDays`', 'bucket'))(
    'says which bucket `keepDays` makes: %s, %s',
    (days = '', bucket = '') => {
      expect(Number.parseInt(bucket, 10) * 1000).toBe(widenBucket(300_000, Number(days)))
    },
  )
})
