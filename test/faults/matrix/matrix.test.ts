// Loaded beforehand: the first cell would have to wait for it.
import 'undici'
import { inProcess } from './operations.ts'
import { tryUnderFaults } from './support/try-under-faults.ts'

tryUnderFaults(inProcess)
