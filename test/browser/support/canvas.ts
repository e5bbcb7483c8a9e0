import type { Locator } from 'playwright-core'

/** Counts the pixels of a canvas that have any colour: without a line there are labels and grid alone. */
export function countPixels(canvas: Locator): Promise<number> {
  return canvas.evaluate((element) => {
    if (!(element instanceof HTMLCanvasElement)) throw new Error('no canvas')
    const { width, height } = element
    // Read from a copy: Chromium warns of canvases that are drawn and read.
    const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
    copy?.drawImage(element, 0, 0)
    const data = copy?.getImageData(0, 0, width, height).data ?? []
    let count = 0
    for (let at = 3; at < data.length; at += 4) if (data[at] !== 0) count += 1
    return count
  })
}

/**
 * Remembers what a canvas shows by now. The function it resolves to waits until another picture is
 * on the screen and gives the time, in milliseconds since 1970. What changes after this has resolved
 * is seen for certain; to look the canvas up takes the browser a while.
 */
export async function watchPixels(canvas: Locator): Promise<() => Promise<number>> {
  const watch = await canvas.evaluateHandle((element) => {
    if (!(element instanceof HTMLCanvasElement)) throw new Error('no canvas')
    const { width, height } = element
    const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
    const read = (): string => {
      copy?.clearRect(0, 0, width, height)
      copy?.drawImage(element, 0, 0)
      return copy?.getImageData(0, 0, width, height).data.join() ?? ''
    }
    const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    const before = read()
    const otherPixels = async (): Promise<number> => {
      while (read() === before) await nextFrame()
      await nextFrame()
      return Date.now()
    }
    return { drawn: otherPixels() }
  })
  return () => watch.evaluate(({ drawn }) => drawn)
}
