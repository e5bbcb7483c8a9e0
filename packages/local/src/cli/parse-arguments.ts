import { parseArgs } from 'node:util'
import { combineFaults } from '../faults/combine-faults.ts'
import { expectOption } from '../options/expect-option.ts'
import type { LocalSpikelogOptions } from '../options/local-options.ts'
import { parseFault } from './parse-fault.ts'

/** What the command line asks for. */
export type Command =
  | { type: 'help' }
  | { type: 'version' }
  | { type: 'serve'; options: LocalSpikelogOptions; faults: readonly string[] }

/**
 * Reads the command line.
 *
 * @throws TypeError saying which argument is wrong
 */
export function parseArguments(args: readonly string[]): Command {
  const { values } = parseArgs({
    args: [...args],
    strict: true,
    allowPositionals: false,
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      file: { type: 'string' },
      key: { type: 'string' },
      fault: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean', short: 'v' },
    },
  })
  if (values.help) return { type: 'help' }
  if (values.version) return { type: 'version' }
  const { port, host, file, key: apiKey, fault: faults } = values
  const isPort = port === undefined || /^\d+$/.test(port)
  expectOption(isPort, '--port', 'an integer from 0 to 65535', port)
  // Equal seeds would make all faults hit the same requests.
  const rates = faults.map((text, index) => parseFault(text, index + 1))
  const options: LocalSpikelogOptions = {
    port: port === undefined ? undefined : Number(port),
    host,
    file,
    apiKey,
    faults: rates.length === 0 ? undefined : combineFaults(rates),
  }
  return { type: 'serve', options, faults }
}
