import * as sdk2 from '@spikelog-otel-test/sdk-2'
import * as sdk3 from '@opentelemetry/sdk-metrics'

/** What the tests need of an SDK; both majors have it. */
export type Sdk = typeof sdk3

/** The oldest and the newest supported SDK. */
export const sdks: readonly (readonly [name: string, sdk: Sdk])[] = [
  // The two majors differ in private members of their classes, which TypeScript compares; what the
  // tests use is the same in both.
  ['SDK 2.0.0', sdk2 as unknown as Sdk],
  ['SDK 3.x', sdk3],
]
