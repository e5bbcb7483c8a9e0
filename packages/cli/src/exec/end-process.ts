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

/** A signal is deadly within this time, except to the first process of a container. */
const deadlyMillis = 100

/**
 * Ends this process as the job ended: by its exit code or its signal.
 *
 * @param options `isAtOnce`: something is still under way. Node would wait for it: a name server that
 *   does not answer keeps a process for 10 s and more after `process.exit()`
 */
export function endProcess(end: JobEnd, options: { readonly isAtOnce: boolean }): void {
  const code = toExitCode(end)
  restoreSignals()
  if ('code' in end) {
    if (options.isAtOnce) becomeShell(`exit ${code}`)
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

/** Goes on as a shell, which ends in a moment: with this process’s id, and without its threads. */
function becomeShell(script: string): void {
  try {
    process.execve?.('/bin/sh', ['sh', '-c', script], {})
  } catch {
    // No shell: Node's own way.
  }
}
