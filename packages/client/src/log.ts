/** Where messages go. Each is one line, says what to do, and never holds the API key. */
export interface Logger {
  error(message: string): void
  warn(message: string): void
  info(message: string): void
  debug(message: string): void
}
