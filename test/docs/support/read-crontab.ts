/** A line of a crontab that runs something. */
export interface CronJob {
  /** Counted from the block's first line, from 0. */
  readonly lineOffset: number
  readonly schedule: string
  /** What `/bin/sh` is given. */
  readonly command: string
  /** What the lines above it set. */
  readonly environment: Readonly<Record<string, string>>
}

/** The least and greatest value of minute, hour, day of the month, month, day of the week. */
const ranges = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const

/**
 * Reads a crontab as cron does: variables are taken as they are, nothing in them is expanded, and an
 * unescaped `%` would end the command.
 *
 * @throws Error for what cron would refuse, or take for something else than it looks like
 */
export function readCrontab(code: string): CronJob[] {
  const environment: Record<string, string> = {}
  return code.split('\n').flatMap((line, lineOffset): CronJob[] => {
    if (/^\s*(?:#|$)/u.test(line)) return []
    const [, name, value] = /^\s*(\w+)\s*=\s*(.*?)\s*$/u.exec(line) ?? []
    if (name !== undefined && value !== undefined) {
      if (value.includes('$')) throw new Error(`cron expands nothing in \`${line}\``)
      environment[name] = value.replace(/^(["'])(.*)\1$/u, '$2')
      return []
    }
    const [, schedule, command] = /^\s*(@[a-z]+|(?:\S+\s+){4}\S+)\s+(\S.*)$/u.exec(line) ?? []
    if (schedule === undefined || command === undefined || !isSchedule(schedule)) {
      throw new Error(`cron cannot read \`${line}\``)
    }
    if (/(?<!\\)%/u.test(command)) throw new Error(`a bare \`%\` ends the command of \`${line}\``)
    return [
      {
        lineOffset,
        schedule,
        command: command.replaceAll('\\%', '%'),
        environment: { ...environment },
      },
    ]
  })
}

/** Whether cron can read a schedule: five fields, or a name for them. */
export function isSchedule(schedule: string): boolean {
  if (schedule.startsWith('@')) return /^@(?:hourly|daily|weekly|monthly|reboot)$/u.test(schedule)
  const fields = schedule.trim().split(/\s+/u)
  if (fields.length !== ranges.length) return false
  return ranges.every(([low, high], at) =>
    (fields[at] ?? '').split(',').every((item) => {
      const [, from, to, step] = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/u.exec(item) ?? [undefined]
      if (from === undefined && !item.startsWith('*')) return false
      const numbers = [from ?? low, to ?? from ?? high].map(Number)
      return numbers.every((one) => one >= low && one <= high) && step !== '0'
    }),
  )
}
