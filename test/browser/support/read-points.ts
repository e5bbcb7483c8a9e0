import type { Page } from 'playwright-core'

/**
 * Reads what the page knows of a chart, point by point from the first to the last, as its slider
 * tells it: such as `42 at Nov 23, 14:05:12`.
 */
export function readPoints(page: Page, chart: string): Promise<string[]> {
  const slider = page.getByRole('slider', { name: `Points of ${chart}`, exact: true })
  return slider.evaluate(async (element) => {
    const press = async (key: string): Promise<void> => {
      element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
      // What a key asks for is drawn at the next frame.
      await new Promise((resolve) => requestAnimationFrame(resolve))
    }
    const texts: string[] = []
    await press('Home')
    const count = Number(element.getAttribute('aria-valuemax'))
    while (texts.length < count) {
      texts.push(element.getAttribute('aria-valuetext') ?? '')
      await press('ArrowRight')
    }
    await press('Escape')
    return texts
  })
}

/** The values alone, in order. */
export async function readValues(page: Page, chart: string): Promise<number[]> {
  const texts = await readPoints(page, chart)
  return texts.map((text) => Number(text.replace(/ at .*$/u, '').replaceAll(',', '')))
}
