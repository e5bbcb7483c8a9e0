/** What a systemd service runs, with what is set for it. */
export interface ServiceStart {
  readonly command: string
  readonly environment: Readonly<Record<string, string>>
  /** Files with more of it. */
  readonly environmentFiles: readonly string[]
}

/** Reads the part of a unit that says what is run; whether it is a unit at all, systemd itself says. */
export function readUnit(code: string): ServiceStart {
  const values = (name: string): string[] =>
    [...code.matchAll(new RegExp(`^${name}=(.*)$`, 'gmu'))].map(([, value = '']) =>
      value.replaceAll('%S', '/var/lib'),
    )
  const [command = '', ...others] = values('ExecStart')
  if (others.length > 0) throw new Error('Expected one ExecStart')
  return {
    command,
    environment: toEnvironment(values('Environment')),
    environmentFiles: values('EnvironmentFile'),
  }
}

/** `NAME=value` lines as a record. */
function toEnvironment(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines
      .filter((line) => /^\w+=/u.test(line))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
}
