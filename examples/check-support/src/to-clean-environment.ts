/** What decides where an app's metrics go. */
const telemetryVariable = /^(?:SPIKELOG|OTEL|METRICS)_|^NODE_OPTIONS$/

/**
 * This process's environment without what the user has set for apps of his own, and with
 * `variables`: a check shows the same on every machine.
 */
export function toCleanEnvironment(variables: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !telemetryVariable.test(name))
  return { ...Object.fromEntries(kept), ...variables }
}
