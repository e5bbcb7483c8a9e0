/**
 * Makes a function that asks for one drawing at the next frame, however often it is called before.
 * Hidden tabs have no frames: what changes meanwhile is drawn once, when they are looked at again.
 */
export function createFrameQueue(draw: () => void): () => void {
  let isRequested = false
  return () => {
    if (isRequested) return
    isRequested = true
    requestAnimationFrame(() => {
      isRequested = false
      draw()
    })
  }
}
