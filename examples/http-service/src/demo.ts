import { findFailures } from './demo/find-failures.ts'
import { parseArguments, usage } from './demo/parse-arguments.ts'
import { runDemo } from './demo/run-demo.ts'
import { startLocal } from './demo/start-local.ts'
import { toClosingReport } from './view/closing-report.ts'
import { createLivePanel } from './view/live-panel.ts'
import { createPlainLog } from './view/plain-log.ts'
import { createStyle } from './view/style.ts'
import { wrapText } from './view/wrap-text.ts'

/** Two seconds stand for the five minutes of real life. */
const bucketMillis = 2000
/** When nobody is there to press Ctrl-C. */
const bucketsWithoutTerminal = 8

const { stdout } = process
const isLive = stdout.isTTY && process.env['TERM'] !== 'dumb'
const style = createStyle({ isColored: isLive && !process.env['NO_COLOR'] })
const width = isLive ? (stdout.columns || 80) - 1 : 80
const print = (text = ''): void => void stdout.write(`${text}\n`)

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // Who asks twice does not want to wait; the parts end with this process.
    if (stopping.signal.aborted) process.exit(130)
    stopping.abort()
  })
}
// Whoever read the output is gone: end as orderly, with nobody to tell.
stdout.on('error', () => stopping.abort())

async function main(): Promise<void> {
  const { seconds, help } = parseArguments(process.argv.slice(2))
  if (help) return print(usage)
  const local = await startLocal()
  try {
    const buckets = isLive || seconds !== undefined ? undefined : bucketsWithoutTerminal
    const { notices, ...outcome } = await runDemo(local, {
      bucketMillis,
      buckets,
      seconds,
      signal: stopping.signal,
      createView: (sources) => {
        if (isLive) return createLivePanel(sources, { stream: stdout, style })
        return createPlainLog(sources, print)
      },
    })
    if (isLive) for (const text of notices) print(`${wrapText(text, width).join('\n')}\n`)
    print(toClosingReport(outcome, width, style).join('\n'))
    report(findFailures(outcome))
  } finally {
    await local.close()
  }
}

function report(failures: readonly string[]): void {
  if (failures.length === 0) return
  process.exitCode = 1
  for (const failure of failures) console.error(`\nThe demo failed: ${failure}`)
}

try {
  await main()
} catch (error) {
  report([error instanceof Error ? error.message : String(error)])
}
