const iso8601 =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|z|[+-]\d\d(?::?\d\d)?)?)?$/

/**
 * Reads an ISO 8601 date and time as milliseconds since 1970, or `undefined` when it is none. A
 * time without a zone is UTC: Python's `datetime.isoformat()` leaves the zone out, and reading it as
 * this machine's local time would make the answer depend on where the server runs.
 */
export function parseTimestamp(text: string): number | undefined {
  const match = iso8601.exec(text)
  if (!match) return undefined
  const field = (index: number): number => Number(match[index] ?? 0)
  const [year, month, day] = [field(1), field(2), field(3)]
  const [hour, minute, second] = [field(4), field(5), field(6)]
  const offsetMinutes = toOffsetMinutes(match[8] ?? 'Z')
  if (hour > 23 || minute > 59 || second > 59 || offsetMinutes === undefined) return undefined
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  // Date carries the 30th of February over into March instead of refusing it.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined
  const fractionMillis = Math.floor(Number(`0.${match[7] ?? '0'}`) * 1000)
  return date.setUTCHours(hour, minute, second, fractionMillis) - offsetMinutes * 60_000
}

function toOffsetMinutes(zone: string): number | undefined {
  if (zone === 'Z' || zone === 'z') return 0
  const digits = zone.replace(':', '')
  const hours = Number(digits.slice(1, 3))
  const minutes = Number(digits.slice(3) || '0')
  if (hours > 23 || minutes > 59) return undefined
  return (digits.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}
