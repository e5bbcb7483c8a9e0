import { isatty } from 'node:tty'

/**
 * The command as it is to be started: with `nohup` before it when this process was started by that.
 * Node takes back that SIGHUP is ignored, and a job would end with its terminal. Shells tell in `_`
 * what they started; `nohup` leaves none of the three streams to a terminal.
 */
export function keepNohup(
  command: readonly [string, ...string[]],
  lastStarted: string | undefined,
): readonly [string, ...string[]] {
  const isStarted = lastStarted !== undefined && /(?:^|\/)nohup$/u.test(lastStarted)
  return isStarted && ![0, 1, 2].some((descriptor) => isatty(descriptor))
    ? [lastStarted, ...command]
    : command
}
