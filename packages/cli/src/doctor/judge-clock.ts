import type { Finding } from './finding.ts'
import type { Probe } from './probe.ts'

/** A header tells whole seconds, and answers take their time. */
const mostMillis = 60_000

/** Compares this machine's clock with the service's. */
export function judgeClock({ date, wallMillis }: Pick<Probe, 'date' | 'wallMillis'>): Finding {
  const check = 'clock'
  const theirs = date === undefined ? Number.NaN : Date.parse(date)
  if (Number.isNaN(theirs)) {
    return { check, state: 'note', message: 'Not checked: no answer told the time.' }
  }
  const seconds = Math.round((wallMillis - theirs) / 1000)
  if (Math.abs(seconds) * 1000 <= mostMillis) {
    return { check, state: 'ok', message: 'It agrees with that of the service.' }
  }
  const by = `${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} that of the service`
  return {
    check,
    state: 'wrong',
    message: `It is ${by}.`,
    advice: 'Set it, e.g. by `timedatectl set-ntp true`: buckets are kept by this clock.',
  }
}
