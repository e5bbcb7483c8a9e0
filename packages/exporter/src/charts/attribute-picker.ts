import type { Attributes } from '@opentelemetry/api'
import type { IAttributesProcessor } from '@opentelemetry/sdk-metrics'

/** What is left where nothing is asked: one for all, as it is looked up with each measurement. */
const nothing: Attributes = Object.freeze({})

/**
 * Makes a processor that keeps these attributes. It does what the SDK's allow-list does, which looks
 * at each attribute there is and not at those few that are asked for.
 */
export function createAttributePicker(names: readonly string[]): IAttributesProcessor {
  if (names.length === 0) return { process: () => nothing }
  return {
    process: (attributes) => {
      // An app without types may give none.
      const given = attributes ?? nothing
      const picked: Attributes = {}
      for (const name of names) if (Object.hasOwn(given, name)) picked[name] = given[name]
      return picked
    },
  }
}
