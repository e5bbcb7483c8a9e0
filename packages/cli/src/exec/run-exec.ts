import { writeSync } from 'node:fs'
import type { RunCommand } from '../command.ts'
import { catchSignals } from './catch-signals.ts'
import { readCharts } from './charts.ts'
import { endProcess } from './end-process.ts'
import { inheritedDescriptors } from './inherited-descriptors.ts'
import { isTypedAtTerminal } from './is-typed-at-terminal.ts'
import { startJob } from './job.ts'
import { keepNohup } from './keep-nohup.ts'
import { reportWithin } from './report-within.ts'
import { toExitCode } from './to-exit-code.ts'
import { toStdio } from './to-stdio.ts'
import { tryToHold } from './try-to-hold.ts'

/**
 * `spikelog exec`: runs a command as if it ran alone, reports afterwards, and ends this process as
 * the command ended. Nothing that the command does not need is loaded or opened before it runs, and
 * whatever goes wrong with the report does not reach it.
 */
export const runExec: RunCommand = async ({ operands: [file = '', ...args], options }, edges) => {
  const charts = readCharts(options, file)
  const hold = await tryToHold(options['quiet-unless-fail'] === true)
  process.on('uncaughtException', ({ message }) => warn(`spikelog: ${message}`))

  // From here to the start in one turn: a signal that comes meanwhile is passed on after it.
  let receive: (signal: NodeJS.Signals) => void
  catchSignals((signal) => receive(signal))
  const inherited = inheritedDescriptors()
  const held = hold()
  const command = keepNohup([file, ...args], edges.environment('_'))
  const job = startJob(command, toStdio(held.descriptors, inherited))
  receive = (signal) => {
    if (!isTypedAtTerminal(signal)) job.send(signal)
  }
  held.start()

  const run = await job.ended
  const interrupted = new Promise<undefined>((resolve) => {
    receive = () => resolve(undefined)
  })
  if (run.failure !== undefined) warn(`spikelog: ${run.failure}`)
  const code = toExitCode(run.end)
  const notice = await Promise.race([held.finish(code !== 0), interrupted])
  if (notice !== undefined) warn(`spikelog: ${notice}`)
  await reportWithin(run, charts, { ...edges, warn }, interrupted)
  held.leave()
  endProcess(run.end)
  return code
}

/** Standard error may be a terminal that is gone. */
function warn(text: string): void {
  try {
    writeSync(2, `${text}\n`)
  } catch {
    // Nobody is there to be told.
  }
}
