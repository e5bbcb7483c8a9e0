const key = 'service.instance.id'

/**
 * Finds `service.instance.id` in `OTEL_RESOURCE_ATTRIBUTES`: `key=value` pairs separated by commas,
 * values percent-encoded (OpenTelemetry specification, "Resource SDK"). A SDK set up by hand does not
 * put the variable into its resource, so it is read here too.
 */
export function readInstanceId(text: string | undefined): string | undefined {
  for (const pair of (text ?? '').split(',')) {
    const at = pair.indexOf('=')
    if (at === -1 || pair.slice(0, at).trim() !== key) continue
    const value = pair.slice(at + 1).trim()
    if (value !== '') return decode(value)
  }
  return undefined
}

/** A stray percent sign is no reason to take another instance's name. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
