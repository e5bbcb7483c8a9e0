/**
 * `npm test` after the installation: every check, one after the other, and the true figures at the
 * end. Checks that fail count as failures beside vitest's own.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const results = 'test/output/vitest.json'

/** Scripts of package.json, in the order in which a failure is cheapest to find. */
const checks = ['build', 'types', 'lint', 'format:check', 'dead-code', 'size', 'api'] as const

function run(script: string, ...more: string[]): boolean {
  const start = performance.now()
  console.log(`\n> ${[script, ...more].join(' ')}`)
  const { status } = spawnSync('pnpm', ['--silent', 'run', script, ...more], {
    cwd: root,
    stdio: 'inherit',
    // Nothing is written outside the checkout, caches of the tools included.
    env: { ...process.env, TMPDIR: fileURLToPath(new URL('output/tmp', import.meta.url)) },
  })
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  console.log(`> ${script}: ${status === 0 ? 'ok' : 'FAILED'} (${seconds} s)`)
  return status === 0
}

interface Figures {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** What vitest counted. No results at all is a failure. */
function readFigures(): Figures {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = JSON.parse(
      readFileSync(new URL(`../${results}`, import.meta.url), 'utf8'),
    ) as Record<string, number>
    const failed = numFailedTests || numFailedTestSuites || 0
    return { passed: numPassedTests ?? 0, failed, skipped: numPendingTests ?? 0 }
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  }
}

rmSync(new URL('output', import.meta.url), { recursive: true, force: true })
mkdirSync(new URL('output/tmp', import.meta.url), { recursive: true })
const failedChecks = checks.filter((check) => !run(check))
const isGreen = run('test:unit', '--reporter=default', '--reporter=json', `--outputFile=${results}`)
const { passed, failed, skipped } = readFigures()
// A test run may fail without a failed test: an unhandled rejection, say.
const failedRun = !isGreen && failed === 0 ? 1 : 0
const total = failed + failedRun + failedChecks.length
if (failedChecks.length > 0) console.log(`\nFailed checks: ${failedChecks.join(', ')}`)
console.log(`\n${passed} passed, ${total} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exitCode = total === 0 && passed > 0 ? 0 : 1
