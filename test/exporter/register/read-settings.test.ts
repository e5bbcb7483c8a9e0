import { DiagLogLevel } from '@opentelemetry/api'
import { describe, expect, it } from 'vitest'
import { readSettings } from '../../../packages/exporter/src/register/read-settings.ts'
import { verifies } from '../../requirements.ts'

function read(variables: Record<string, string>) {
  const warnings: string[] = []
  const settings = readSettings(
    (name) => variables[name],
    (message) => warnings.push(message),
  )
  return { settings, warnings }
}

describe(verifies('badOptions', 'the OTEL_ variables of a set-up without code'), () => {
  it('are not needed', () => {
    expect(read({})).toEqual({
      settings: {
        isDisabled: false,
        logLevel: undefined,
        exportIntervalMillis: undefined,
        exportTimeoutMillis: undefined,
        leavesMetricsToUs: false,
      },
      warnings: [],
    })
  })

  it('are understood', () => {
    const { settings, warnings } = read({
      OTEL_SDK_DISABLED: 'TRUE',
      OTEL_LOG_LEVEL: 'Verbose',
      OTEL_METRIC_EXPORT_INTERVAL: '12000',
      OTEL_METRIC_EXPORT_TIMEOUT: '0',
      OTEL_METRICS_EXPORTER: 'otlp, none',
    })
    expect(settings).toEqual({
      isDisabled: true,
      logLevel: DiagLogLevel.VERBOSE,
      exportIntervalMillis: 12_000,
      exportTimeoutMillis: 0,
      leavesMetricsToUs: true,
    })
    expect(warnings).toEqual([])
  })

  it.each([
    ['OTEL_SDK_DISABLED', 'yes', 'to be true or false, got `yes` (string). It counts as false.'],
    [
      'OTEL_LOG_LEVEL',
      'loud',
      'to be one of none, error, warn, info, debug, verbose, all, got `loud` (string). It is ignored.',
    ],
    ...['0', '-5', '1e3', '10.5', 'soon', '2147483648'].map((text) => [
      'OTEL_METRIC_EXPORT_INTERVAL',
      text,
      `to be a whole number of milliseconds from 1 to 2147483647, got \`${text}\` (string). The default is used.`,
    ]),
    [
      'OTEL_METRIC_EXPORT_TIMEOUT',
      '-1',
      'to be a whole number of milliseconds from 0 to 2147483647, got `-1` (string). The default is used.',
    ],
  ])('warn once and are ignored: %s=%s', (name, text, rest) => {
    const { settings, warnings } = read({ [name]: text })
    expect(settings).toEqual(read({}).settings)
    expect(warnings).toEqual([`Expected \`${name}\` ${rest}`])
  })
})
