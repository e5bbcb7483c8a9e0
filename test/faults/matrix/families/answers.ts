import { inject } from '../support/injected.ts'
import type { Fault } from '../support/fault.ts'
import { scaled } from '../support/scale.ts'
import { prepareCutAnswer } from '../support/cut-answer.ts'

/** A byte at a time, so that a whole answer takes longer than an attempt may. */
const intervalMillis = scaled(2000)

/** Connections that break off, and answers that come slowly or never. */
export const answers: readonly Fault[] = [
  {
    name: 'reset before the body',
    means: 'may have arrived',
    prepare: inject({ type: 'reset', stage: 'arrival' }),
  },
  {
    name: 'reset during the body',
    means: 'may have arrived',
    prepare: inject({ type: 'reset', stage: 'body' }),
  },
  {
    name: 'reset after the body, nothing stored',
    means: 'may have arrived',
    prepare: inject({ type: 'reset', stage: 'before-store' }),
  },
  {
    name: 'reset after the body, the point stored',
    means: 'may have arrived',
    prepare: inject({ type: 'reset', stage: 'after-store' }),
  },
  { name: 'reset within the answer', means: 'delivered', prepare: prepareCutAnswer },
  {
    name: 'no answer, nothing stored',
    means: 'may have arrived',
    hangs: true,
    prepare: inject({ type: 'hang', stage: 'before-store' }),
  },
  {
    name: 'no answer, the point stored',
    means: 'may have arrived',
    hangs: true,
    prepare: inject({ type: 'hang', stage: 'after-store' }),
  },
  {
    name: 'dripped headers',
    means: 'may have arrived',
    hangs: true,
    prepare: inject({ type: 'drip', part: 'headers', intervalMillis }),
  },
  {
    // The status is there at once, and counts.
    name: 'dripped body',
    means: 'delivered',
    prepare: inject({ type: 'drip', part: 'body', intervalMillis }),
  },
]
