/** The same as `register.ts` for `--require`, which cannot wait for an import. */
import type { registerHere } from './register/register-here.ts'
import { sayNotLoaded } from './register/say-not-loaded.ts'

declare function require(id: './loaded.cjs'): { registerHere: typeof registerHere }

try {
  require('./loaded.cjs').registerHere()
} catch (error) {
  sayNotLoaded(error)
}
