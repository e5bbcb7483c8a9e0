/**
 * `node --import @spikelog-otel/exporter/register app.js`. Loads everything else late: whatever is
 * missing or too old, the app starts.
 */
import { sayNotLoaded } from './register/say-not-loaded.ts'

try {
  const { registerHere } = await import('./register/register-here.ts')
  registerHere()
} catch (error) {
  sayNotLoaded(error)
}
