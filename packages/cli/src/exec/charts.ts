import type { Aggregation } from '@spikelog-otel/client'
import { UsageError } from '../usage-error.ts'
import type { JobRun } from './job.ts'
import { toExitCode } from './to-exit-code.ts'

/** Which charts a run feeds. */
export interface ExecCharts {
  /** Of the duration; the others' names begin with it. */
  readonly name: string
  readonly success: boolean
  readonly exitCode: boolean
}

/** One value of a run. */
export interface Measurement {
  readonly chart: string
  readonly value: number
  readonly aggregation: Aggregation
}

/** All jobs of an account share it: there are ten charts. */
const failures = 'failures'
/** A chart's name has at most 200 characters, and `.exit_code` may follow. */
const longest = 190

const controlCharacter = /\p{Cc}/u

/**
 * Reads which charts are asked for; without `--name` the command's base name is the name.
 *
 * @throws UsageError when the name can be none
 */
export function readCharts(
  options: Readonly<Record<string, string | true>>,
  file: string,
): ExecCharts {
  const given = options['name']
  const name = given === undefined ? toName(file) : String(given).trim()
  if (name === '' || Array.from(name).length > longest || controlCharacter.test(name)) {
    throw new UsageError(
      `Expected \`--name\` to be 1 to ${longest} characters without control characters, got \`${given}\`.`,
    )
  }
  if (name === failures) {
    throw new UsageError(
      `Expected \`--name\` to be another name than \`${failures}\`, the chart that all jobs share.`,
    )
  }
  return {
    name,
    success: options['success'] === true,
    exitCode: options['exit-code'] === true,
  }
}

function toName(file: string): string {
  const [, base = ''] = /([^/]*)\/*$/u.exec(file) ?? []
  const name = Array.from(base.replaceAll(/\p{Cc}/gu, ' ').trim())
    .slice(0, longest)
    .join('')
    .trim()
  return name === '' || name === failures ? `${name} job`.trim() : name
}

/** What a run adds to its charts. What could not be started failed, and took no time. */
export function toMeasurements(
  { end, seconds }: JobRun,
  { name, success, exitCode }: ExecCharts,
): readonly Measurement[] {
  const code = toExitCode(end)
  const isFailed = code !== 0
  const all: Measurement[] = []
  if (seconds !== undefined) {
    all.push({ chart: name, value: Math.round(seconds * 1000) / 1000, aggregation: 'avg' })
  }
  // Also of a success: a gap means that nothing ran.
  all.push({ chart: failures, value: isFailed ? 1 : 0, aggregation: 'sum' })
  if (success) all.push({ chart: `${name}.success`, value: isFailed ? 0 : 1, aggregation: 'avg' })
  if (exitCode) all.push({ chart: `${name}.exit_code`, value: code, aggregation: 'max' })
  return all
}
