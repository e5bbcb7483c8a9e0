const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** A time of day on the reader's clock, such as `14:05:12`. */
export function formatClock(millis: number): string {
  const date = new Date(millis)
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(toTwoDigits).join(':')
}

/** A day on the reader's calendar, such as `Nov 23`. */
export function formatDay(millis: number): string {
  const date = new Date(millis)
  return `${months[date.getMonth()] ?? '–'} ${date.getDate()}`
}

/**
 * Day and time as the reader's clock has them, such as `Nov 23, 14:05:00`, with the year where it is
 * not the present one. Written by hand: `Intl` throws where the system's locale is a POSIX one.
 */
export function formatMoment(millis: number, nowMillis: number): string {
  const year = new Date(millis).getFullYear()
  const withYear = year === new Date(nowMillis).getFullYear() ? '' : ` ${year},`
  return `${formatDay(millis)},${withYear} ${formatClock(millis)}`
}

function toTwoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
