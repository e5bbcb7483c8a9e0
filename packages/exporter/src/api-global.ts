/** Where `@opentelemetry/api` 1.x keeps what was registered. */
const apiGlobal = Symbol.for('opentelemetry.js.api.1')

/** Whether something is registered with the API. Anything unexpected counts as registered. */
export function isRegistered(name: 'diag' | 'metrics'): boolean {
  const registered: unknown = Reflect.get(globalThis, apiGlobal)
  if (typeof registered !== 'object' || registered === null) return registered !== undefined
  return Reflect.get(registered, name) !== undefined
}
