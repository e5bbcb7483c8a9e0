const switches: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['yes', true],
  ['on', true],
  ['false', false],
  ['0', false],
  ['no', false],
  ['off', false],
])

/** Reads a switch of the environment in any of the usual words; another text is given back as it is. */
export function parseSwitch(text: string): unknown {
  return switches.get(text.toLowerCase()) ?? text
}
