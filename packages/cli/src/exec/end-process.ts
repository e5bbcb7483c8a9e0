import { accessSync, constants } from 'node:fs'
import { restoreSignals } from './catch-signals.ts'
import type { JobEnd } from './job.ts'
import { toExitCode } from './to-exit-code.ts'

/** These write a core dump. The job wrote its own; one of this process would go over it. */
const dumping: ReadonlySet<string> = new Set([
  'SIGQUIT',
  'SIGILL',
  'SIGTRAP',
  'SIGABRT',
  'SIGBUS',
  'SIGFPE',
  'SIGSEGV',
  'SIGXCPU',
  'SIGXFSZ',
  'SIGSYS',
])

const shell = '/bin/sh'

/** A signal is deadly within this time, except to the first process of a container. */
const deadlyMillis = 100

/**
 * Ends this process as the job ended: by its exit code or its signal. At once: `process.exit()` would
 * wait for what its threads do, 10 s and more for a name server that does not answer.
 */
export function endProcess(end: JobEnd): void {
  const code = toExitCode(end)
  restoreSignals()
  if ('code' in end) {
    becomeShell(`exit ${code}`)
    process.exit(code)
  }
  const { signal } = end
  if (dumping.has(signal)) {
    becomeShell(`ulimit -c 0; kill -s ${signal.slice('SIG'.length)} $$; exit ${code}`)
  }
  process.kill(process.pid, signal)
  setTimeout(() => {
    becomeShell(`exit ${code}`)
    process.exit(code)
  }, deadlyMillis)
}

/**
 * Goes on as a shell, which ends in a moment: with this process’s id, and without its threads. Where
 * there is no shell nothing happens.
 */
function becomeShell(script: string): void {
  try {
    // Node does not come back from what cannot be executed.
    accessSync(shell, constants.X_OK)
    // In a folder that is gone it would complain of that.
    process.chdir('/')
    process.execve?.(shell, ['sh', '-c', script], {})
  } catch {
    // No shell, or no such call on this system.
  }
}
