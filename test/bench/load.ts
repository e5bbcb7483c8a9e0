/**
 * From the start of navigation to painted charts, 10 × 1000 points, beside a bare page that draws the
 * same data from inline JSON: in one run, in turns, each time with a cold cache. What counts is the
 * ratio, and the time itself.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import type { SyncMessage } from '../../packages/local/src/live/sync-message.ts'
import { isBrowserMissing } from '../browser/support/find-browser.ts'
import { launchBrowser } from '../browser/support/launch-browser.ts'
import { postPoints } from '../browser/support/post-points.ts'
import { realisticPoints } from '../browser/support/realistic-points.ts'
import { firstSeed, Random } from '../support/campaign.ts'
import { startPinnedServer } from './support/pinned-server.ts'
import { quantile } from './support/quantile.ts'
import { reportRow } from './support/report-row.ts'
import { toBarePage } from './support/to-bare-page.ts'

const rounds = 11
const maxRatio = 2
const maxMillis = 2000

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

interface Painted {
  millis: number
  size: { width: number; height: number }
}

/** Loads a page in a context of its own, so that nothing is cached. */
async function load(browser: Browser, url: string): Promise<Painted> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  await page.goto(url, { waitUntil: 'commit' })
  const painted = await page.waitForFunction(() => {
    const [mark] = performance.getEntriesByName('charts-painted')
    const canvases = [...document.querySelectorAll('canvas')]
    const [{ clientWidth: width, clientHeight: height } = document.body] = canvases
    return mark && canvases.length === 10 && { millis: mark.startTime, size: { width, height } }
  })
  const value = (await painted.jsonValue()) as Painted
  await context.close()
  return value
}

/** Reads the first message of the stream: what the dashboard draws, with values as short as there. */
async function readSync(url: string): Promise<SyncMessage> {
  const abort = new AbortController()
  const { body } = await fetch(`${url}/events`, { signal: abort.signal })
  let text = ''
  for await (const piece of body ?? []) {
    text += Buffer.from(piece).toString('latin1')
    const data = /^data: (\{.*\})\n\n/mu.exec(text)?.[1]
    if (data !== undefined) return JSON.parse(data) as SyncMessage
  }
  throw new Error('The stream ended before its first message')
}

async function measure(): Promise<void> {
  const local = await startPinnedServer(new URL('../support/serve-local.ts', import.meta.url))
  const url = `http://127.0.0.1:${local.port}`
  const points = realisticPoints(Date.now(), new Random(firstSeed))
  await postPoints({ url, apiKey: 'sk_local' }, points)
  const browser = await launchBrowser()

  const { size } = await load(browser, url)
  const { html, script } = toBarePage(await readSync(url), size)
  mkdirSync(path('../output/tmp'), { recursive: true })
  const folder = mkdtempSync(path('../output/tmp/bench-'))
  writeFileSync(join(folder, 'page.html'), html)
  writeFileSync(join(folder, 'page.js'), script)
  const bare = await startPinnedServer(new URL('support/serve-page.ts', import.meta.url), [folder])

  const millis: Record<'bare' | 'local', number[]> = { bare: [], local: [] }
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, { port }] of Object.entries({ bare, local })) {
      const painted = await load(browser, `http://127.0.0.1:${port}/`)
      // The first round is for the compilers to warm up.
      if (round > 0) millis[name as 'bare' | 'local'].push(painted.millis)
    }
  }
  await Promise.all([browser.close(), bare.stop(), local.stop()])
  rmSync(folder, { recursive: true })

  const describe = (name: 'bare' | 'local'): string =>
    `${quantile(millis[name], 0.5).toFixed(0)} ms`
  reportRow({
    what: 'navigation to painted charts',
    ours: describe('local'),
    beside: `a bare page: ${describe('bare')}`,
    figures: millis.local.map((value, round) => value / (millis.bare[round] ?? Number.NaN)),
    bound: { atMost: maxRatio },
  })
  reportRow({
    what: 'the same, as it is',
    ours: describe('local'),
    figures: millis.local,
    unit: 'ms',
    bound: { atMost: maxMillis },
  })
}

if (!isBrowserMissing()) await measure()
