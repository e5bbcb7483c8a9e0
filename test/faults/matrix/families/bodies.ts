import type { Fault as LocalFault } from '@spikelog-otel/local'
import { inject } from '../support/injected.ts'
import { apiKey } from '../support/fault.ts'
import type { Fault } from '../support/fault.ts'

const bytes = 4 * 1024 * 1024

/** One such body at a time: the server shares this process, and is slow enough with one. */
const injectForA = (forA: LocalFault, forOthers: LocalFault | undefined): Fault['prepare'] =>
  inject(async (request) => ((await request.chart()) === 'a' ? forA : forOthers))

/** Answers whose body is not what the contract says. A status that came counts. */
export const bodies: readonly Fault[] = [
  {
    name: '4 MiB body of a 200',
    means: 'delivered',
    prepare: injectForA(
      { type: 'status', status: 200, stage: 'after-store', body: { bytes } },
      undefined,
    ),
  },
  {
    name: '4 MiB body of a 401',
    means: 'key',
    prepare: injectForA(
      { type: 'status', status: 401, body: { bytes } },
      { type: 'status', status: 401 },
    ),
  },
  {
    name: 'HTML body of a 200',
    means: 'delivered',
    prepare: inject({ type: 'status', status: 200, stage: 'after-store', body: 'html' }),
  },
  {
    name: 'HTML body of a 502',
    means: 'may have arrived',
    prepare: inject({ type: 'status', status: 502, body: 'html' }),
  },
  {
    // Nothing says why: nobody was ever accepted with this key.
    name: 'HTML body of a 403',
    means: 'key',
    prepare: inject({ type: 'status', status: 403, body: 'html' }),
  },
  {
    name: '401 that repeats the key',
    means: 'key',
    prepare: inject({ type: 'status', status: 401, body: { text: `no such key: ${apiKey}` } }),
  },
]
