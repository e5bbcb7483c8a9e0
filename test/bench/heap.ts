/**
 * The heap that 100 exports of 20 000 delta points take (see `export`), each handed over to the client
 * at the end of its turn, in a process of its own whose young generation is so large that nothing is
 * collected meanwhile. "Allocated" is what `heapUsed` rose by from a forced collection to the last
 * export; "retained" is what of it is left after the next forced collection. Both in bytes a data
 * point; measured when everything is compiled, since code that is not makes garbage of each number.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { reportRow } from './support/report-row.ts'
import type { HeapGrowth } from './support/measure-heap.ts'

const script = fileURLToPath(new URL('support/measure-heap.ts', import.meta.url))
const semiSpace = ['--min-semi-space-size=128', '--max-semi-space-size=128']
const child = fork(script, { execArgv: ['--expose-gc', ...semiSpace] })
const [growths] = (await once(child, 'message')) as [HeapGrowth[]]

if (growths.some(({ collections }) => collections > 0)) throw new Error('Something was collected')
for (const name of ['allocated', 'retained'] as const) {
  const figures = growths.map((growth) => growth[name])
  reportRow({
    what: `heap ${name} by 100 exports of 20 000 points`,
    ours: `${Math.max(...figures).toFixed(2)} bytes a point at most`,
    figures,
    unit: 'bytes a point',
    bound: { atMost: 1 },
  })
}
