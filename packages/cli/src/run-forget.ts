import { toChartName } from '@spikelog-otel/client/internals'
import type { RunCommand } from './command.ts'
import { exitCode } from './exit-code.ts'
import { nearest } from './nearest.ts'
import { jobBudgetMillis, openClient } from './open-client.ts'
import { UsageError } from './usage-error.ts'

/** `spikelog forget`: gives up the slots of charts, so that others can have them. */
export const runForget: RunCommand = async ({ operands }, edges) => {
  const { client, options } = openClient(edges, jobBudgetMillis)
  const { charts, leftOut } = client.health()
  const known = [...charts.map(({ chart }) => chart), ...leftOut]
  try {
    const names = operands.map((operand) => find(operand, known, options.prefix))
    for (const name of names) client.forget(name)
  } finally {
    await client.close({ timeoutMillis: 0 })
  }
  return exitCode.done
}

/** With its prefix, as `spikelog status` shows it, or without. */
function find(operand: string, known: readonly string[], prefix: string | undefined): string {
  const name = [operand, toChartName(prefix, operand)].find((one) => known.includes(one))
  if (name !== undefined) return name
  const meant = nearest(operand, known)
  throw new UsageError(
    `Expected CHART to be one that \`spikelog status\` shows, got \`${operand}\`.`,
    meant === undefined ? undefined : `Did you mean \`${meant}\`?`,
  )
}
