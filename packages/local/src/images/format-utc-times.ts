const secondsMatterMillis = 60 * 60 * 1000

/**
 * Two moments as labels at the ends of a line, in UTC: the date stands at the end only where it is
 * another one, seconds only within an hour. `2026-01-31 12:00` and `17:30 UTC`.
 */
export function formatUtcTimes(firstMillis: number, lastMillis: number): [string, string] {
  const areSecondsShown = lastMillis - firstMillis < secondsMatterMillis
  const [firstDay, firstTime] = toParts(firstMillis, areSecondsShown)
  const [lastDay, lastTime] = toParts(lastMillis, areSecondsShown)
  const end = lastDay === firstDay ? lastTime : `${lastDay} ${lastTime}`
  return [`${firstDay} ${firstTime}`, `${end} UTC`]
}

function toParts(millis: number, areSecondsShown: boolean): [day: string, time: string] {
  const [day = '', time = ''] = new Date(millis).toISOString().split('T')
  return [day, time.slice(0, areSecondsShown ? 8 : 5)]
}
