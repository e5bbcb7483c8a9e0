import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { LocalSpikelog } from '@spikelog-otel/local'
import { Random } from '../../../support/campaign.ts'
import { readDiary } from './diary.ts'
import type { Entry } from './diary.ts'
import { Weather } from './weather.ts'
import type { Outage } from './weather.ts'

const script = fileURLToPath(new URL('counting-app.ts', import.meta.url))

/** One app that was killed, and what it leaves. */
export interface KilledApp {
  readonly charts: readonly string[]
  readonly bucketMillis: number
  readonly diary: readonly Entry[]
  readonly outage: Outage | undefined
  readonly signal: string | null
  readonly stderr: string
}

/** Runs an app against the local Spikelog and kills it at a random moment, perhaps in an outage. */
export async function killApp(
  local: LocalSpikelog,
  { seed, folder }: { readonly seed: number; readonly folder: string },
): Promise<KilledApp> {
  const random = new Random(seed)
  const bucketMillis = random.pick([20, 30, 50])
  const charts = ['users', 'orders', 'mails', 'jobs'].slice(0, random.whole(1, 4))
  const isIn = random.pick(['fair weather', 'fair weather', 'an outage', 'what follows an outage'])
  const prefix = `app ${seed}`
  const file = `${folder}/${seed}.diary`
  const weather = new Weather(local, random)
  const options = {
    file,
    charts,
    prefix,
    bucketMillis,
    clamp: false,
    apiKey: local.apiKey,
    endpoint: local.endpoint,
    // Short where requests are to hang, else long enough for any machine.
    ...(isIn !== 'fair weather' && { timeoutMillis: 60, deliveryTimeoutMillis: 300 }),
  }
  const child = spawn(process.execPath, ['--no-warnings', script, JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const closed = once(child, 'close').then(([, signal]) => {
    weather.requests.end()
    return signal as string | null
  })
  const kill = async (): Promise<void> => {
    await sleep(random.next() * bucketMillis * 1.5)
    child.kill('SIGKILL')
    await closed
  }
  try {
    await Promise.race([once(child.stdout, 'data'), closed])
    await weather.requests.more(random.whole(0, 10))
    let outage: Outage | undefined
    if (isIn === 'an outage') outage = await weather.outage(kill)
    if (isIn === 'what follows an outage') {
      outage = await weather.outage(() => Promise.resolve())
      await weather.requests.more(random.whole(0, 10))
    }
    await kill()
    const names = charts.map((chart) => `${prefix}.${chart}`)
    if (!existsSync(file)) throw new Error(`the app did not start: ${stderr}`)
    const diary = readDiary(file)
    return { charts: names, bucketMillis, diary, outage, signal: await closed, stderr }
  } finally {
    child.kill('SIGKILL')
  }
}
