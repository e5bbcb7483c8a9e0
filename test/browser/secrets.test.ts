import { describe, expect, it } from 'vitest'
import { postPoint } from '../local/support/post-point.ts'
import { useLocalSpikelog } from '../local/support/use-local-spikelog.ts'
import { verifies } from '../requirements.ts'
import { isBrowserMissing } from './support/find-browser.ts'
import { waitUntilPainted } from './support/use-dashboard.ts'
import { usePage } from './support/use-page.ts'

const apiKey = 'sk_unseen_in_pages'

describe.skipIf(isBrowserMissing())(verifies('secrets', 'the pages'), () => {
  it('hold the key nowhere: not in HTML, scripts, addresses, events, storage or console', async () => {
    const spikelog = await useLocalSpikelog({ apiKey, limits: { maxCharts: 1 } })
    await postPoint(spikelog, { chart: 'users', value: 4711 })
    const { page, context } = await usePage({ origins: [spikelog.url] })
    const seen: string[] = []
    const bodies: Promise<unknown>[] = []
    context.on('console', (message) => seen.push(message.text()))
    context.on('response', (response) => {
      seen.push(response.url(), JSON.stringify(response.headers()))
      seen.push(JSON.stringify(response.request().headers()))
      // The stream of events does not end.
      if (response.url().endsWith('/events')) return
      bodies.push(
        response
          .text()
          .then((text) => seen.push(text))
          .catch(() => undefined),
      )
    })
    // What the stream says is heard beside the page.
    await context.addInitScript(() => {
      const heard: string[] = []
      Object.assign(globalThis, { heard })
      const { EventSource: Original } = globalThis
      globalThis.EventSource = class extends Original {
        constructor(url: string | URL, init?: EventSourceInit) {
          super(url, init)
          for (const type of ['sync', 'ping']) {
            this.addEventListener(type, (event) =>
              heard.push(JSON.stringify([event.type, event.data])),
            )
          }
        }
      }
    })

    await page.goto(spikelog.url)
    await waitUntilPainted(page)
    await postPoint(spikelog, { chart: 'users', value: 1 }, { 'x-api-key': 'sk_other' })
    await postPoint(spikelog, { chart: 'eleventh', value: 1 })
    await page.getByText('eleventh was refused').waitFor()
    for (const dialog of ['Table of users', 'Embed users', 'Delete users']) {
      await page.getByRole('button', { name: dialog }).click()
      await page.getByRole('dialog').waitFor()
      if (dialog === 'Table of users') await page.getByRole('cell', { name: '4711' }).waitFor()
      seen.push(await page.content())
      await page.keyboard.press('Escape')
    }
    await page.getByRole('button', { name: 'Delete users' }).click()
    await page.getByRole('button', { name: 'Delete chart' }).click()
    await page.getByText('Send a first point').waitFor()
    seen.push(
      await page.content(),
      ...(await page.evaluate(() => [
        JSON.stringify([localStorage, sessionStorage, document.cookie, location.href]),
        ...(globalThis as unknown as { heard: string[] }).heard,
      ])),
    )
    for (const path of ['/embed/users', '/embed/users.svg', '/badge/users.svg']) {
      await postPoint(spikelog, { chart: 'users', value: 4711 })
      await page.goto(spikelog.url + path)
      seen.push(await page.content())
    }
    await Promise.all(bodies)

    const all = seen.join('\n')
    // It was looked at, and the key is not there.
    for (const part of ['4711', 'isComplete', 'X-API-Key', 'charts-painted', '/events']) {
      expect(all).toContain(part)
    }
    expect(all).not.toContain(apiKey)
    expect(all).not.toContain(btoa(apiKey).slice(0, -4))
  })
})
