import { DiagLogLevel } from '@opentelemetry/api'
import type { ReadEnvironment } from '@spikelog-otel/client'
import { describeValue } from '@spikelog-otel/client/internals'

/** What OpenTelemetry's own environment variables say about a set-up without code. */
export interface RegisterSettings {
  readonly isDisabled: boolean
  /** Set when `OTEL_LOG_LEVEL` is. */
  readonly logLevel: DiagLogLevel | undefined
  readonly exportIntervalMillis: number | undefined
  /** 0: no limit. */
  readonly exportTimeoutMillis: number | undefined
  /** Whether the auto-instrumentations' own set-up makes no meter provider. */
  readonly leavesMetricsToUs: boolean
}

/** A longer timer fires at once. */
const maxMillis = 2 ** 31 - 1

const logLevels = new Map<string, DiagLogLevel>([
  ['NONE', DiagLogLevel.NONE],
  ['ERROR', DiagLogLevel.ERROR],
  ['WARN', DiagLogLevel.WARN],
  ['INFO', DiagLogLevel.INFO],
  ['DEBUG', DiagLogLevel.DEBUG],
  ['VERBOSE', DiagLogLevel.VERBOSE],
  ['ALL', DiagLogLevel.ALL],
])

/**
 * Reads OpenTelemetry's variables by the rules of its specification ("Environment Variable
 * Specification"): empty is unset, case does not matter, and what cannot be understood warns and
 * counts as unset.
 */
export function readSettings(
  environment: ReadEnvironment,
  warn: (message: string) => void,
): RegisterSettings {
  function readMillis(name: string, low: number): number | undefined {
    const text = environment(name)
    if (text === undefined) return undefined
    const millis = /^\d+$/u.test(text) ? Number(text) : Number.NaN
    if (millis >= low && millis <= maxMillis) return millis
    const expected = `a whole number of milliseconds from ${low} to ${maxMillis}`
    warn(sayBad(name, expected, text, 'The default is used.'))
    return undefined
  }

  function readLogLevel(): DiagLogLevel | undefined {
    const text = environment('OTEL_LOG_LEVEL')
    const level = logLevels.get(text?.toUpperCase() ?? '')
    if (text !== undefined && level === undefined) {
      const names = [...logLevels.keys()].map((name) => name.toLowerCase()).join(', ')
      warn(sayBad('OTEL_LOG_LEVEL', `one of ${names}`, text, 'It is ignored.'))
    }
    return level
  }

  function readDisabled(): boolean {
    const text = environment('OTEL_SDK_DISABLED')
    const isDisabled = text?.toLowerCase() === 'true'
    if (text !== undefined && !isDisabled && text.toLowerCase() !== 'false') {
      warn(sayBad('OTEL_SDK_DISABLED', 'true or false', text, 'It counts as false.'))
    }
    return isDisabled
  }

  const exporters = (environment('OTEL_METRICS_EXPORTER') ?? '').split(',')
  return {
    isDisabled: readDisabled(),
    logLevel: readLogLevel(),
    exportIntervalMillis: readMillis('OTEL_METRIC_EXPORT_INTERVAL', 1),
    exportTimeoutMillis: readMillis('OTEL_METRIC_EXPORT_TIMEOUT', 0),
    leavesMetricsToUs: exporters.some((name) => name.trim() === 'none'),
  }
}

function sayBad(name: string, expected: string, text: string, instead: string): string {
  return `Expected \`${name}\` to be ${expected}, got ${describeValue(text)}. ${instead}`
}
