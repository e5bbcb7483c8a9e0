import type { Logger } from '@spikelog-otel/client'

/** Remembers every line with its level. */
export class FakeLogger implements Logger {
  readonly lines: { level: 'error' | 'warn' | 'info' | 'debug'; message: string }[] = []

  error(message: string): void {
    this.lines.push({ level: 'error', message })
  }

  warn(message: string): void {
    this.lines.push({ level: 'warn', message })
  }

  info(message: string): void {
    this.lines.push({ level: 'info', message })
  }

  debug(message: string): void {
    this.lines.push({ level: 'debug', message })
  }

  at(level: 'error' | 'warn' | 'info' | 'debug'): string[] {
    return this.lines.filter((line) => line.level === level).map(({ message }) => message)
  }
}
