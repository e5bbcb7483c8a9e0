import { answers } from './families/answers.ts'
import { bodies } from './families/bodies.ts'
import { connections } from './families/connections.ts'
import { redirects } from './families/redirects.ts'
import { restarts } from './families/restarts.ts'
import { retryAfters } from './families/retry-after.ts'
import { statuses } from './families/statuses.ts'
import type { Fault } from './support/fault.ts'

/** The rows of the matrix. */
export const faults: readonly Fault[] = [
  ...connections,
  ...answers,
  ...statuses,
  ...bodies,
  ...redirects,
  ...retryAfters,
  ...restarts,
]
