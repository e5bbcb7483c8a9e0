import type { BrowserContext } from 'playwright-core'

/** What went wrong on the pages of a context. */
export interface Trouble {
  /** Says that trouble of this kind belongs to the test from now on. */
  readonly allow: (...kinds: RegExp[]) => void
  /** All that was not allowed. */
  readonly found: () => Promise<string[]>
}

/** Runs in every page and frame before anything else. */
function reportViolations(): void {
  addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
    console.error(`Policy violation: ${violatedDirective} ${blockedURI} ${sample}`)
  })
}

/**
 * Collects what no page may do: errors and warnings on the console, uncaught errors, violations of
 * Content-Security-Policy and Trusted Types, requests that fail and requests to other origins.
 */
export async function watchTrouble(
  context: BrowserContext,
  origins: readonly string[],
): Promise<Trouble> {
  const allowed: RegExp[] = []
  const all: string[] = []
  const note = (text: string): void => {
    if (!allowed.some((kind) => kind.test(text))) all.push(text)
  }
  await context.addInitScript(reportViolations)
  context.on('console', (message) => {
    if (!['error', 'warning', 'assert'].includes(message.type())) return
    note(`console ${message.type()}: ${message.text()} (${message.location().url})`)
  })
  context.on('weberror', (webError) => note(`uncaught: ${String(webError.error())}`))
  context.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (protocol.startsWith('http') && !origins.includes(origin)) note(`foreign: ${request.url()}`)
  })
  context.on('requestfailed', (request) => {
    const { errorText } = request.failure() ?? {}
    // Given up by the page itself: a stream when it goes away, an answer whose status says it all.
    if (errorText !== 'net::ERR_ABORTED') note(`failed: ${request.url()} ${errorText}`)
  })
  return {
    allow: (...kinds) => void allowed.push(...kinds),
    async found() {
      // What a page said before is known here once it has answered.
      await Promise.all(context.pages().map((page) => page.evaluate(() => 0).catch(() => 0)))
      return all
    },
  }
}
