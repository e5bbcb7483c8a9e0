import { once } from 'node:events'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { useServer } from '../../client/support/use-server.ts'
import { verifies } from '../../requirements.ts'
import { firstSeed, Random, rounds } from '../../support/campaign.ts'
import { useLocal } from '../../support/use-local.ts'
import { toEnd, useExec } from './support/use-exec.ts'
import type { Exec } from './support/use-exec.ts'

const signals = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGUSR1', 'SIGUSR2', 'SIGALRM'] as const

/** Says when it is ready, and what it got; ends with its input. */
const catching = `
  for name in HUP INT QUIT TERM USR1 USR2 ALRM; do trap "echo got SIG$name; exit 5" $name; done
  echo ready
  read -r line`

/** Nobody's terminal: SIGINT and SIGQUIT come from nowhere else than from here. */
const surroundings = { stdio: 'pipe', detached: true } as const

/** A process whose end, and that of everything that prints where it does, is waited for. */
function useJob(exec: Exec, script: string) {
  const child = exec.start(['--name', 'job', '--', 'sh', '-c', script], surroundings)
  const ready = once(child.stdout ?? child, 'data')
  return { child, ready, ended: toEnd(child) }
}

function toScript(moment: 'start' | 'run' | 'report', isCaught: boolean): string {
  if (moment === 'report') return 'exit 3'
  return isCaught ? catching : 'exec cat'
}

/** How a job ends that no signal ends. */
function toOwnCodes(moment: 'start' | 'run' | 'report', isCaught: boolean): number[] {
  if (moment === 'report') return [3]
  return isCaught ? [5] : []
}

/** Without an id nothing came to print one. */
function isAlive(pid: string): boolean {
  try {
    return pid !== '' && process.kill(Number(pid), 0)
  } catch {
    return false
  }
}

async function within(random: Random, mostMillis: number): Promise<void> {
  const untilMillis = performance.now() + mostMillis * random.next()
  while (performance.now() < untilMillis) await nextTurn()
}

describe(verifies('exec', 'a signal'), () => {
  it.each(signals)('%s is passed on to the job, which ends as it likes', async (signal) => {
    const exec = useExec((await useLocal()).endpoint)
    const { child, ready, ended } = useJob(exec, catching)
    await ready
    child.kill(signal)
    const { code, stdout, stderr } = await ended
    expect([code, String(stdout), stderr]).toEqual([5, `ready\ngot ${signal}\n`, ''])
  })

  it('ends a report at once that waits for its server; the job’s end stays as it was', async () => {
    const asked = Promise.withResolvers<void>()
    const { endpoint } = await useServer(() => asked.resolve())
    const exec = useExec(endpoint)
    const { child, ended } = useJob(exec, 'echo ready; exit 3')
    await asked.promise
    const startMillis = performance.now()
    child.kill('SIGTERM')
    expect(await ended).toMatchObject({ code: 3, signal: null, stderr: '' })
    expect(performance.now() - startMillis).toBeLessThan(500)
  })

  it('leaves no orphan, whenever it comes', async () => {
    const hanging = await useServer(() => undefined)
    const { endpoint } = await useLocal()
    const random = new Random(firstSeed)

    /** One life with one to three signals. Resolves to what went wrong with it. */
    const live = async (): Promise<string[]> => {
      const moment = random.pick(['start', 'run', 'report'] as const)
      const isCaught = random.chance(0.5)
      const exec = useExec(moment === 'report' ? hanging.endpoint : endpoint)
      const { child, ready, ended } = useJob(exec, `echo $$; ${toScript(moment, isCaught)}`)
      if (moment !== 'start') await Promise.race([ready, ended])
      const sent: (NodeJS.Signals | number)[] = []
      for (let count = random.whole(1, 3); count > 0; count -= 1) {
        await within(random, moment === 'report' ? 300 : 60)
        // Until a program takes it SIGUSR1 is Node's own, which then waits for a debugger.
        const isEarly = moment === 'start' && sent.length === 0
        const name = random.pick(signals.filter((one) => !isEarly || one !== 'SIGUSR1'))
        if (child.kill(name)) sent.push(name)
      }
      const { code, signal, stdout } = await ended
      const how = signal ?? code ?? 0
      const expected = [...sent, ...toOwnCodes(moment, isCaught)]
      const [pid = ''] = String(stdout).split('\n')
      const story = `seed ${firstSeed}, ${moment}, ${sent.join()}`
      const wrong = expected.includes(how) ? [] : [`${story}: ended with ${how}`]
      return isAlive(pid) ? [...wrong, `${story}: orphan`] : wrong
    }
    const lives = Array.from({ length: rounds(400) }).values()
    const wrong: string[] = []
    const worker = async (): Promise<void> => {
      for (const _ of lives) wrong.push(...(await live()))
    }
    await Promise.all([worker(), worker(), worker()])
    expect(wrong).toEqual([])
  })
})
