import { hostname } from 'node:os'
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics'
import type { Logger, ReadEnvironment } from '@spikelog-otel/client'
import { isInRollout, sayLeftOutOfRollout } from '@spikelog-otel/client/internals'
import { readInstanceId } from './read-instance-id.ts'

/** What a {@link RolloutGate} needs. */
export interface RolloutGateParts {
  readonly share: number
  /** The instance's name, when the caller knows it. */
  readonly instance: string | undefined
  readonly environment: ReadEnvironment
  readonly logger: Logger
}

/**
 * Decides with the first export whether this instance is in the share that exports: the resource,
 * which names the instance, is not known before.
 */
export class RolloutGate {
  readonly #parts: RolloutGateParts
  #isIncluded: boolean | undefined

  constructor(parts: RolloutGateParts) {
    this.#parts = parts
    if (parts.share === 1) this.#isIncluded = true
  }

  /** Whether this instance exports; `true` as long as it is not decided. */
  get isIncluded(): boolean {
    return this.#isIncluded ?? true
  }

  /** Decides, the first time; says once when this instance is left out. */
  admits(resource: ResourceMetrics['resource'] | undefined): boolean {
    this.#isIncluded ??= this.#decide(resource)
    return this.#isIncluded
  }

  #decide(resource: ResourceMetrics['resource'] | undefined): boolean {
    const { share, environment, logger } = this.#parts
    const instance =
      this.#parts.instance ??
      toName(resource?.attributes?.['service.instance.id']) ??
      readInstanceId(environment('OTEL_RESOURCE_ATTRIBUTES')) ??
      hostname()
    const isIncluded = isInRollout(instance, share)
    if (!isIncluded) logger.info(sayLeftOutOfRollout(instance, share))
    return isIncluded
  }
}

/** A number names an instance too (a slot, a shard); without it all of a host would be one. */
function toName(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}
