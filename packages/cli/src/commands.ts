import type { Command, CommandOption } from './command.ts'

const now: CommandOption = {
  name: 'now',
  about: 'posts at once, but no more than one point of the chart a bucket',
}
const agg: CommandOption = {
  name: 'agg',
  value: 'AGGREGATION',
  about: 'sum, avg, max, min, last, count, rate, p50, p75, p90, p95 or p99',
}

/** The commands of the program, in the order of its `--help`. */
export const commands: readonly Command[] = [
  {
    name: 'add',
    summary: 'adds VALUE (1) to the chart; its point is the sum',
    usage: 'add CHART [VALUE] [--agg AGGREGATION] [--now]',
    operands: [1, 2],
    options: [agg, now],
    about: [
      'For counting: imported rows, sent mails, errors. What is added within one bucket (5 minutes),',
      'by however many processes, becomes one point. It is posted by the next command after the',
      'bucket is over; until then it waits in a file.',
    ],
    examples: [
      { line: 'spikelog add sign-ups', about: 'count one' },
      { line: 'spikelog add rows "$(wc -l < import.csv)"', about: 'count many' },
    ],
    load: async () => (await import('./run-measure.ts')).createMeasure('add'),
  },
  {
    name: 'record',
    summary: 'records one measurement; the point is the average',
    usage: 'record CHART VALUE [--agg AGGREGATION] [--now]',
    operands: [2, 2],
    options: [agg, now],
    about: ['For durations and sizes.'],
    examples: [
      { line: 'spikelog record backup.mb 1830', about: 'a size' },
      { line: 'spikelog record latency 0.25 --agg p95', about: 'the slowest but a few' },
    ],
    load: async () => (await import('./run-measure.ts')).createMeasure('record'),
  },
  {
    name: 'set',
    summary: 'sets the current value; the point is the last one set',
    usage: 'set CHART VALUE [--agg AGGREGATION] [--now]',
    operands: [2, 2],
    options: [agg, now],
    about: ['For levels: free space, queue length, temperature.'],
    examples: [
      { line: 'spikelog set queue 17', about: 'a level' },
      { line: 'spikelog set temperature -5 --now', about: 'a negative one, shown at once' },
    ],
    load: async () => (await import('./run-measure.ts')).createMeasure('set'),
  },
  {
    name: 'local',
    summary: 'serves a local Spikelog with a live dashboard, to try things out',
    usage: 'local [--port PORT] [--host HOST] [--file PATH] [--key KEY] [--fault FAULT]',
    operands: [0, Infinity],
    options: [],
    about: ['`spikelog local --help` tells of its options. It prints endpoint and key for yours.'],
    examples: [
      { line: 'spikelog local', about: 'until Ctrl-C' },
      { line: 'spikelog local --file points.db', about: 'keep the points' },
    ],
    isRaw: true,
    load: async () => (await import('./run-local.ts')).runLocal,
  },
]
