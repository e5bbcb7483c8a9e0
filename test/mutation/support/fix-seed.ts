import * as fc from 'fast-check'
import { firstSeed } from '../../support/campaign.ts'

/** What decides about a mutant must not be chance: the same mutants survive each time. */
fc.configureGlobal({ seed: firstSeed })
