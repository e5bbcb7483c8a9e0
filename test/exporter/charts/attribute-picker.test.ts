import type { Attributes } from '@opentelemetry/api'
import { createAllowListAttributesProcessor } from '@opentelemetry/sdk-metrics'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createAttributePicker } from '../../../packages/exporter/src/charts/attribute-picker.ts'
import { firstSeed, rounds } from '../../support/campaign.ts'

const aName = fc.constantFrom('a', 'b', 'c', 'toString', 'server.port')

describe('an attribute picker', () => {
  it('keeps what the SDK’s allow-list keeps', () => {
    fc.assert(
      fc.property(fc.uniqueArray(aName), fc.dictionary(aName, fc.nat()), (names, attributes) => {
        const before = { ...attributes }
        const picked = createAttributePicker(names).process(attributes)
        expect(picked).toEqual(createAllowListAttributesProcessor(names).process(attributes))
        expect(attributes).toEqual(before)
      }),
      { numRuns: rounds(1000), seed: firstSeed },
    )
  })

  it('does not throw into an app that gives no attributes at all', () => {
    const none = null as unknown as Attributes
    expect(createAttributePicker(['a']).process(none)).toEqual({})
    expect(createAttributePicker([]).process(none)).toEqual({})
  })
})
