/**
 * A day without the service on a fake clock: an app with OpenTelemetry's SDK and ten charts, which
 * collects every five minutes. The heap is what is held at the end of the day beside what was held
 * before, after forced collections and without what the engine compiled meanwhile.
 */
import type { OutageFigures } from '../faults/support/outage/live-through-outage.ts'
import { measureOutages } from '../faults/support/outage/measure-outages.ts'
import { reportRow } from './support/report-row.ts'

const rounds = 3

const days: (readonly [kind: string, figures: OutageFigures])[][] = []
for (let round = 0; round < rounds; round += 1) days.push(Object.entries(await measureOutages()))

/** All of one kind, one a round. */
const kinds = (days[0] ?? []).map(([kind], at) => ({
  kind,
  figures: days.flatMap((day) => day[at]?.[1] ?? []),
}))
for (const { kind, figures } of kinds) {
  const lost = figures.flatMap((one) => one.lost)
  if (lost.length > 0) throw new Error(`${kind}: lost ${lost.join(', ')}`)
  reportRow({
    what: `${kind}: heap retained`,
    ours: 'nothing lost',
    figures: figures.map(({ retainedBytes }) => retainedBytes / 1024),
    unit: 'KiB',
    bound: { atMost: 64 },
  })
  reportRow({
    what: `${kind}: requests`,
    ours: 'ten charts together',
    figures: figures.map(({ requests }) => requests),
    unit: 'requests',
    bound: { atMost: 300 },
  })
  reportRow({
    what: `${kind}: log lines a change of state`,
    ours: `${figures[0]?.lines} lines, down and up again`,
    figures: figures.map(({ lines, stateChanges }) => lines / stateChanges),
    unit: 'lines',
    bound: { atMost: 2 },
  })
}
