import { exits } from './operations.ts'
import { tryUnderFaults } from './support/try-under-faults.ts'

tryUnderFaults(exits)
