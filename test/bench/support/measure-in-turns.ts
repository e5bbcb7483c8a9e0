import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Bench } from 'tinybench'

setFlagsFromString('--expose-gc')
/** Before each measurement, so that nobody pays for what another left. */
const collectGarbage = runInNewContext('gc') as () => void

/**
 * The CPU that this thread used, in which the app runs. Other threads sweep up what an
 * earlier task left behind; what they do is charged to nobody.
 */
function readCpuMillis(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/**
 * Measures how much CPU of the app's thread each task takes, in turns: every round runs all of them, so that whatever
 * else the machine does hits all alike.
 *
 * @returns milliseconds a call, the mean of each round
 */
export async function measureInTurns<Name extends string>(
  tasks: Readonly<Record<Name, () => unknown>>,
  { rounds = 20, roundMillis = 100 }: { rounds?: number; roundMillis?: number } = {},
): Promise<Record<Name, number[]>> {
  const names = Object.keys(tasks) as Name[]
  const millis = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<
    Name,
    number[]
  >
  // The first two rounds are for the compilers.
  for (let round = -2; round < rounds; round += 1) {
    const bench = new Bench({ now: readCpuMillis, time: roundMillis, iterations: 3, warmup: false })
    for (const name of names) bench.add(name, tasks[name], { beforeAll: collectGarbage })
    for (const { name, result } of await bench.run()) {
      if (!('latency' in result)) throw new Error(`${name} failed`, { cause: result })
      if (round >= 0) millis[name as Name].push(result.latency.mean)
    }
  }
  return millis
}
