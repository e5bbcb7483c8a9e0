import type { LocalSpikelog } from '@spikelog-otel/local'

/** What a view needs to know. */
export interface ViewSources {
  readonly local: LocalSpikelog
  readonly shopUrl: string
  readonly bucketMillis: number
  /** What the service had to say, the quota's warning above all. */
  readonly notices: readonly string[]
}

/** Shows the running demo. */
export interface View {
  /** The service said something. */
  notice(text: string): void
  /** The demo winds up: the last points come in. */
  ending(): void
  /** Ends the view; what is printed now stays. */
  close(): void
}
