import { parse } from 'yaml'
import { isSchedule } from './read-crontab.ts'

/** A step of a GitHub workflow that runs something. */
export interface WorkflowStep {
  readonly run: string
  readonly environment: Readonly<Record<string, string>>
}

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly if?: string
}

interface Workflow {
  readonly on?: { readonly schedule?: readonly { readonly cron: string }[] }
  readonly jobs?: Readonly<
    Record<
      string,
      {
        readonly 'runs-on'?: string
        readonly env?: Readonly<Record<string, string>>
        readonly steps?: readonly Step[]
      }
    >
  >
}

/**
 * Reads a workflow with a YAML parser.
 *
 * @throws Error for what GitHub would refuse
 */
export function readWorkflow(code: string): WorkflowStep[] {
  const workflow = parse(code, { strict: true }) as Workflow
  const schedules = workflow.on?.schedule ?? []
  const bad = schedules.find(({ cron }) => cron.startsWith('@') || !isSchedule(cron))
  if (schedules.length === 0 || bad !== undefined) throw new Error('Expected `on: schedule: cron:`')
  const jobs = Object.values(workflow.jobs ?? {})
  if (jobs.length === 0) throw new Error('Expected jobs')
  return jobs.flatMap((job) => {
    if (job['runs-on'] === undefined || job.steps === undefined) {
      throw new Error('A job has `runs-on` and `steps`')
    }
    return job.steps.flatMap((step): WorkflowStep[] => {
      if ((step.uses === undefined) === (step.run === undefined)) {
        throw new Error('A step has either `uses` or `run`')
      }
      if (step.uses !== undefined && !/^[\w-]+\/[\w-]+@v\d+$/u.test(step.uses)) {
        throw new Error(`Expected an action with its version, got \`${step.uses}\``)
      }
      return step.run === undefined ? [] : [{ run: step.run, environment: job.env ?? {} }]
    })
  })
}
