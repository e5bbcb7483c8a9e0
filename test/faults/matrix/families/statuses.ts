import { inject } from '../support/injected.ts'
import type { Fault } from '../support/fault.ts'
import type { Meaning } from '../support/outcome.ts'

/** What each status means to an account that never had a point accepted. */
const meanings: Readonly<Record<number, Meaning>> = {
  400: 'value',
  401: 'key',
  403: 'quota',
  404: 'configuration',
  405: 'configuration',
  408: 'did not arrive',
  413: 'value',
  425: 'did not arrive',
  429: 'did not arrive',
  500: 'may have arrived',
  502: 'may have arrived',
  503: 'did not arrive',
  504: 'may have arrived',
}

/** No two cells share a key. */
const answered = new Set<string>()

/** Answers by the contract's form, the point not being stored. */
export const statuses: readonly Fault[] = [
  ...Object.entries(meanings).map(([status, means]) => ({
    name: status,
    means,
    prepare: inject({ type: 'status', status: Number(status) }),
  })),
  ...[400, 403, 413].map((status): Fault => ({
    name: `${status} of charts that were accepted before`,
    means: 'value',
    isWarm: true,
    prepare: inject({ type: 'status', status }),
  })),
  {
    name: '500 of points that are stored',
    means: 'may have arrived',
    prepare: inject({ type: 'status', status: 500, stage: 'after-store' }),
  },
  {
    // What may have arrived stays so, whatever a later attempt says.
    name: '500 of stored points, then 503',
    means: 'may have arrived',
    prepare: inject(({ key = '' }) => {
      const isNew = !answered.has(key)
      answered.add(key)
      return isNew
        ? { type: 'status', status: 500, stage: 'after-store' }
        : { type: 'status', status: 503 }
    }),
  },
  {
    name: 'half the charts refused',
    means: 'quota',
    hits: ['b', 'd'],
    prepare: inject(async (request) =>
      ['b', 'd'].includes((await request.chart()) ?? '')
        ? { type: 'status', status: 403 }
        : undefined,
    ),
  },
]
