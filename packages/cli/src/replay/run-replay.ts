import { setTimeout as pause } from 'node:timers/promises'
import type { ResolvedClientOptions } from '@spikelog-otel/client/internals'
import type { CliEdges, RunCommand } from '../command.ts'
import { exitCode } from '../exit-code.ts'
import { resolveOptions } from '../open-client.ts'
import { UsageError } from '../usage-error.ts'
import { abortOnSignals } from './abort-on-signals.ts'
import { createPlanner } from './create-planner.ts'
import type { Plan } from './create-planner.ts'
import { isThereToReplay } from './is-there-to-replay.ts'
import type { KeptRow } from './kept-row.ts'
import { knownAggregations } from './known-aggregations.ts'
import { parseAggregations } from './parse-aggregations.ts'
import { postPlan } from './post-plan.ts'
import { createProgress } from './progress.ts'
import { readLedger } from './read-ledger.ts'
import { ReplaySession } from './replay-session.ts'
import { toDryRun } from './to-dry-run.ts'
import { toFileNames } from './file-names.ts'
import { sayUnreadable, toNotices, toSummary } from './to-report.ts'

const budgetMillis = 25_000

/** `spikelog replay [FILE]`: posts the rows that a fallback file kept. */
export const runReplay: RunCommand = async ({ operands: [operand], options: given }, edges) => {
  const path = operand ?? edges.environment('SPIKELOG_FALLBACK_CSV')
  if (path === undefined) throw new UsageError('Expected the name of a fallback file, got none.')
  const aggregation = given['agg'] === true ? undefined : given['agg']
  const asTold = parseAggregations(aggregation)
  const options = resolveOptions(given['dry-run'] === true ? toDry(edges) : edges, budgetMillis)
  const names = toFileNames(path)
  if (!isThereToReplay(names)) {
    edges.print(`Nothing to replay: \`${path}\` does not exist.`)
    return exitCode.done
  }
  const plan: MakePlan = async (rows) => {
    const charts = rows.map(({ chart }) => chart)
    const known = await knownAggregations(options, edges, charts)
    return createPlanner(options, (chart) => asTold(chart) ?? known(chart))(rows)
  }
  if (options.dryRun) {
    const { rows, unreadable } = readLedger(names)
    for (const line of toDryRun(await plan(rows))) edges.print(line)
    if (unreadable.length > 0) edges.warn(`spikelog: ${sayUnreadable(names.file, unreadable)}`)
    return exitCode.done
  }
  const session = ReplaySession.begin(names)
  if (session === undefined) {
    edges.warn(`spikelog: \`${path}\` is being replayed already. Try again when that is done.`)
    return exitCode.failed
  }
  const timestamps = given['timestamps'] === true
  return replay(session, { options, makePlan: plan, timestamps, edges })
}

type MakePlan = (rows: readonly KeptRow[]) => Promise<Plan>

interface ReplayParts {
  readonly options: ResolvedClientOptions
  readonly makePlan: MakePlan
  readonly timestamps: boolean
  readonly edges: CliEdges
}

async function replay(session: ReplaySession, parts: ReplayParts): Promise<number> {
  const { options, makePlan, timestamps, edges } = parts
  const stop = abortOnSignals()
  try {
    const plan = await makePlan(session.rows())
    const progress = createProgress(edges, plan)
    const report = await postPlan(plan, {
      options,
      timestamps,
      signal: stop.signal,
      begins: (post) => session.begins(post),
      ended: (post, end) => {
        session.ended(post, end)
        progress.advance()
      },
    })
    progress.clear()
    const outcome = { plan, report, ...(await session.end(pause)) }
    for (const notice of toNotices(outcome, options)) edges.warn(`spikelog: ${notice}`)
    edges.print(toSummary(outcome))
    const isDone =
      report.stopped === undefined &&
      report.refused.length + plan.leftOut.length + outcome.unreadable.length === 0
    return stop.exitCode() ?? (isDone ? exitCode.done : exitCode.failed)
  } finally {
    stop.forget()
    session.close()
  }
}

function toDry(edges: CliEdges): CliEdges {
  const environment: CliEdges['environment'] = (name) =>
    name === 'SPIKELOG_DRY_RUN' ? 'true' : edges.environment(name)
  return { ...edges, environment }
}
