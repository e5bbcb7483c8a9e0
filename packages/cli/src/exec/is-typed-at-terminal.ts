import { readFileSync } from 'node:fs'
import { isatty } from 'node:tty'

/**
 * Whether a signal came from the keyboard: SIGINT or SIGQUIT while this process is in the foreground
 * of a terminal. All of its process group, the job too, got it then.
 */
export function isTypedAtTerminal(signal: NodeJS.Signals): boolean {
  return (signal === 'SIGINT' || signal === 'SIGQUIT') && isInForeground()
}

function isInForeground(): boolean {
  try {
    // proc(5): the name before them stands in parentheses and may hold any.
    const [, fields = ''] = /^.*\) (.*)/su.exec(readFileSync('/proc/self/stat', 'utf8')) ?? []
    const [, , group, , terminal, foreground] = fields.split(' ')
    return terminal !== '0' && group === foreground
  } catch {
    return [0, 1, 2].some((descriptor) => isatty(descriptor))
  }
}
