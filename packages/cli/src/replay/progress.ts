import type { CliEdges } from '../command.ts'
import type { ReplayPlan } from './plan-posts.ts'

/** Counts the points that are through, for somebody who looks on. */
export function createProgress(
  { isTerminal }: Pick<CliEdges, 'isTerminal'>,
  { charts }: ReplayPlan,
): { readonly advance: () => void; readonly clear: () => void } {
  const total = [...charts.values()].reduce((sum, posts) => sum + posts.length, 0)
  const write = isTerminal('stderr') ? (text: string) => process.stderr.write(text) : () => {}
  let done = 0
  return {
    advance: () => {
      done += 1
      write(`\r${done} of ${total} points`)
    },
    clear: () => void write('\r\u001B[K'),
  }
}
