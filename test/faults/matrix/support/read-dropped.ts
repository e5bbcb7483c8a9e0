import type { Row } from './expect-conserved.ts'
import type { Cell } from './use-cell.ts'
import { outcomes } from './outcome.ts'

/** Points that went to the log for want of a file. It gives no keys: the values tell them apart. */
export function readDropped({ fault, logger, scene }: Cell): readonly Row[] {
  return logger.lines.flatMap(({ message }) => {
    const [, what, list = ''] =
      /^(Undelivered at shutdown|Not charted): (.*?)\.(?: |$)/u.exec(message) ?? []
    if (what === undefined) return []
    return [...list.matchAll(/(\w)=(\d+)(?<doubt> \(may have arrived\))?/gu)].map((match): Row => {
      const [, chart = '', digits, doubt] = match
      const value = Number(digits)
      const stored = scene
        .local()
        .points(chart)
        .find((point) => point.value === value)
      // The line does not say why a point was refused; the warning does.
      const refused = outcomes[fault.means].reason
      const shutdown = doubt === undefined ? 'shutdown' : 'shutdown_maybe_delivered'
      const reason = what === 'Not charted' ? refused : shutdown
      return { chart, value, reason, key: stored?.key ?? '' }
    })
  })
}
