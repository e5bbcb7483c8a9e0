import { parseArgs } from 'node:util'

/** What the demo was asked for. */
export interface DemoArguments {
  /** Ends the demo after so many seconds; by default it is up to the output. */
  readonly seconds: number | undefined
  readonly help: boolean
}

export const usage = `Usage: node src/demo.ts [--seconds N]

Charts a small HTTP service on a local Spikelog. On a terminal it runs until Ctrl-C, with output to
a pipe or a file it prints plain lines and ends after a few points a chart.

  --seconds N  end after N seconds (1 to 86400)
  --help       show this`

/** @throws Error with a sentence for the user. */
export function parseArguments(args: readonly string[]): DemoArguments {
  const { values } = parseArgs({
    args: [...args],
    options: { seconds: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  })
  return { seconds: parseSeconds(values.seconds), help: values.help ?? false }
}

function parseSeconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const seconds = Number(text)
  if (seconds >= 1 && seconds <= 86_400) return seconds
  throw new Error(`Expected --seconds to be a number from 1 to 86400, got '${text}'`)
}
