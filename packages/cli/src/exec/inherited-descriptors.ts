import { lstatSync, readdirSync, readlinkSync } from 'node:fs'

const folder = '/proc/self/fd'
/** Node keeps descriptors up to here to itself; those above go to its children anyway. */
const lastClosed = 15

interface Descriptor {
  readonly number: number
  readonly target: string
  /** What it may be used for: reading, writing. */
  readonly mode: number
}

/**
 * The descriptors beside standard input and output that were open when this process began, as in
 * `spikelog exec -- job 3>log`. Node has opened some for itself, which are told apart by what they
 * are: pipes whose ends are both here, `/dev/null` to read from, and what has no name.
 */
export function inheritedDescriptors(): readonly number[] {
  const all = readDescriptors()
  return all
    .filter(({ number }) => number <= lastClosed)
    .filter(({ target }) => !target.startsWith('anon_inode:'))
    .filter(({ target, mode }) => target !== '/dev/null' || (mode & 0o200) !== 0)
    .filter(
      (one) => !one.target.startsWith('pipe:') || !all.some((other) => isOtherEnd(one, other)),
    )
    .map(({ number }) => number)
}

function isOtherEnd(one: Descriptor, other: Descriptor): boolean {
  return other.target === one.target && other.mode !== one.mode
}

/** Those above 2; none on another system than Linux. */
function readDescriptors(): readonly Descriptor[] {
  try {
    const numbers = readdirSync(folder).map(Number)
    return numbers.filter((number) => number > 2).flatMap(readDescriptor)
  } catch {
    return []
  }
}

function readDescriptor(number: number): readonly Descriptor[] {
  try {
    const link = `${folder}/${number}`
    return [{ number, target: readlinkSync(link), mode: lstatSync(link).mode & 0o600 }]
  } catch {
    // The one that the folder was read by.
    return []
  }
}
