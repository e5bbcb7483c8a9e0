import { formatClock, formatDay } from '../../view/format-moment.ts'
import type { TimeWindow } from '../../view/to-time-window.ts'

/** Where a label stands on the time axis, and what it says. */
export interface TimeTick {
  time: number
  label: string
}

const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000]
const clockSteps = [1, 2, 5, 10, 15, 30].flatMap((n) => [n * second, n * minute])
const steps = [...clockSteps, hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour].sort((a, b) => a - b)
const daySteps = [1, 2, 5, 10]
const monthSteps = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12_000, 120_000, 1_200_000]

/**
 * Round times for the labels of the time axis, on the reader's clock and calendar.
 *
 * @param count - how many there is room for
 */
export function toTimeTicks(window: TimeWindow, count: number): TimeTick[] {
  const least = (window.to - window.from) / Math.max(1, count)
  const date = new Date(window.from)
  const [year, month] = [date.getFullYear(), date.getMonth()]

  const step = steps.find((candidate) => candidate >= least)
  if (step !== undefined) {
    const midnight = new Date(year, month, date.getDate()).getTime()
    const first = Math.ceil((window.from - midnight) / step)
    const toTime = (index: number) => midnight + (first + index) * step
    return collect(window, count, toTime, (time) => toClockLabel(time, step))
  }
  const days = daySteps.find((candidate) => candidate * day >= least)
  if (days !== undefined) {
    const toTime = (index: number) =>
      new Date(year, month, date.getDate() + 1 + index * days).getTime()
    return collect(window, count, toTime, formatDay)
  }
  const months = monthSteps.find((candidate) => candidate * 30 * day >= least) ?? Infinity
  const start = Math.ceil((year * 12 + month + 1) / months) * months
  // Not by `new Date(year, …)`: it takes the years 0 to 99 for those of the 20th century.
  const toTime = (index: number) => new Date(date).setFullYear(0, start + index * months, 1)
  return collect(window, count, toTime, (time) =>
    months < 12 ? formatDay(time) : String(new Date(time).getFullYear()),
  )
}

function toClockLabel(time: number, step: number): string {
  const clock = formatClock(time)
  if (clock === '00:00:00') return formatDay(time)
  return step < minute ? clock : clock.slice(0, 5)
}

function collect(
  { from, to }: TimeWindow,
  count: number,
  toTime: (index: number) => number,
  toLabel: (time: number) => string,
): TimeTick[] {
  const ticks: TimeTick[] = []
  for (let index = 0; index <= count + 1; index += 1) {
    const time = toTime(index)
    if (time >= from && time <= to) ticks.push({ time, label: toLabel(time) })
  }
  return ticks
}
