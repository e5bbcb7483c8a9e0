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
    name: 'exec',
    summary:
      'runs a job as it would run alone, then reports how long it took and whether it failed',
    usage: 'exec [--name NAME] [--success] [--exit-code] [--quiet-unless-fail] -- COMMAND …',
    operands: [1, Infinity],
    endsAtOperand: true,
    options: [
      { name: 'name', value: 'NAME', about: "the chart (the command's base name)" },
      { name: 'success', about: 'also NAME.success: 1 for success, 0 for failure' },
      { name: 'exit-code', about: 'also NAME.exit_code' },
      { name: 'quiet-unless-fail', about: 'prints what the job printed only if it fails' },
    ],
    about: [
      'NAME is the duration in seconds (average), `failures` the count of failed runs of all jobs: 0 is',
      'added for a success, so that a gap means that nothing ran. The job starts first and is reported',
      'afterwards, for 2 s at most. Its input, output and exit code are its own, signals are passed on,',
      'and without a key or a server it runs all the same.',
    ],
    examples: [
      { line: 'spikelog exec --name backup -- /opt/backup.sh --full', about: 'a job' },
      {
        line: 'spikelog exec --name sync --quiet-unless-fail -- rsync -av /srv/ host:/srv/',
        about: 'cron mails what it prints, but only when it fails',
      },
      {
        line: "spikelog exec --name report --exit-code -- sh -c 'make-report | mail -s Report me'",
        about: 'a whole shell line',
      },
    ],
    load: async () => (await import('./exec/run-exec.ts')).runExec,
  },
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
    name: 'flush',
    summary: 'posts what is due',
    usage: 'flush [--now]',
    operands: [0, 0],
    options: [{ name: 'now', about: 'posts everything that waits, whether it is due or not' }],
    about: [
      'Every command that measures posts what is due, too. Use this where none follows: at the end',
      'of a container or of a CI job, with --now. It ends with 1 when something could not be posted.',
    ],
    examples: [
      { line: 'spikelog flush', about: 'what is due' },
      { line: 'spikelog flush --now', about: 'all, before the machine goes' },
    ],
    load: async () => (await import('./run-flush.ts')).runFlush,
  },
  {
    name: 'status',
    summary: 'tells of charts, points, what waits, and how delivery goes',
    usage: 'status [--json]',
    operands: [0, 0],
    options: [{ name: 'json', about: 'prints JSON, for programs' }],
    about: ['Points are those posted through this store. It posts nothing.'],
    examples: [
      { line: 'spikelog status', about: 'for people' },
      { line: 'spikelog status --json | jq .pending', about: 'for programs' },
    ],
    load: async () => (await import('./run-status.ts')).runStatus,
  },
  {
    name: 'doctor',
    summary: 'checks key, endpoint, clock, proxy, store and quota, and says what to do',
    usage: 'doctor [--post] [--json]',
    operands: [0, 0],
    options: [
      { name: 'post', about: 'posts a real point too, to the chart `doctor`' },
      { name: 'json', about: 'prints JSON, for programs' },
    ],
    about: [
      'Without --post nothing is charted: a body that is no point tells a good key from a bad one.',
      'It ends with 1 when something is wrong.',
    ],
    examples: [
      { line: 'spikelog doctor', about: 'whether all is well' },
      {
        line: 'env -i SPIKELOG_API_KEY=sk_… HOME="$HOME" spikelog doctor',
        about: 'as cron sees it',
      },
    ],
    load: async () => (await import('./run-doctor.ts')).runDoctor,
  },
  {
    name: 'forget',
    summary: "gives up a chart's slot, so that another chart can have it",
    usage: 'forget CHART…',
    operands: [1, Infinity],
    options: [],
    about: [
      'An account has ten charts. Who comes eleventh is left out, and `spikelog status` names it.',
      'Delete the chart in Spikelog too: this frees its slot on this machine alone. A chart that is',
      'measured again asks for a slot again.',
    ],
    examples: [{ line: "spikelog forget 'old job' tried-once", about: 'two that are not needed' }],
    load: async () => (await import('./run-forget.ts')).runForget,
  },
  {
    name: 'replay',
    summary: 'posts the rows that a fallback file kept',
    usage: 'replay [FILE] [--agg AGGREGATION] [--timestamps] [--dry-run]',
    operands: [0, 1],
    options: [
      {
        name: 'agg',
        value: 'AGGREGATION',
        about: 'how rows of one bucket become a point: sum, avg, … or CHART=avg,CHART=max',
      },
      { name: 'timestamps', about: "sends each row's time with its point" },
      { name: 'dry-run', about: 'says what it would post, and posts nothing' },
    ],
    about: [
      'FILE is by default the one that SPIKELOG_FALLBACK_CSV names. Rows of one chart and bucket',
      'make one point. Rows leave the file when they are posted; it may be stopped at any time, and',
      'run again. After 25 s it says how to go on.',
    ],
    examples: [
      { line: 'spikelog replay /var/tmp/spikelog.csv --dry-run', about: 'look first' },
      { line: 'spikelog replay /var/tmp/spikelog.csv --agg latency=avg', about: 'post them' },
    ],
    load: async () => (await import('./replay/run-replay.ts')).runReplay,
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
