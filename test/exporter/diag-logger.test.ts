import { diag, DiagLogLevel } from '@opentelemetry/api'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createDiagLogger } from '../../packages/exporter/src/diag-logger.ts'
import { FakeLogger } from '../support/fake-logger.ts'

/** A diag logger of the app's own. */
function useDiag(logLevel: DiagLogLevel): string[] {
  const lines: string[] = []
  const log = (...args: unknown[]): void => {
    lines.push(args.join(' '))
  }
  diag.setLogger({ error: log, warn: log, info: log, debug: log, verbose: log }, { logLevel })
  onTestFinished(() => diag.disable())
  return lines
}

describe('messages', () => {
  it('go to the console as long as the app has set no diag logger', () => {
    const fallback = new FakeLogger()
    createDiagLogger(fallback).warn('key refused')
    expect(fallback.at('warn')).toEqual(['key refused'])
  })

  it.each(['before', 'after'])('go to a diag logger that was set %s', (when) => {
    const fallback = new FakeLogger()
    const early = when === 'after' ? createDiagLogger(fallback) : undefined
    const lines = useDiag(DiagLogLevel.ALL)
    const logger = early ?? createDiagLogger(fallback)
    logger.error('a')
    logger.warn('b')
    logger.info('c')
    logger.debug('d')
    // The first line is what `diag` itself says of having been set, if it does.
    expect(lines.slice(-4)).toEqual(['a', 'b', 'c', 'd'].map((m) => `@spikelog-otel/exporter ${m}`))
    expect(fallback.lines).toEqual([])
  })

  it('go nowhere when the app wants none', () => {
    const fallback = new FakeLogger()
    const lines = useDiag(DiagLogLevel.NONE)
    createDiagLogger(fallback).error('a')
    expect([...lines, ...fallback.lines]).toEqual([])
  })

  it('go to the console again when the diag logger is taken away', () => {
    const fallback = new FakeLogger()
    useDiag(DiagLogLevel.ALL)
    const logger = createDiagLogger(fallback)
    diag.disable()
    logger.error('a')
    expect(fallback.at('error')).toEqual(['a'])
  })
})
