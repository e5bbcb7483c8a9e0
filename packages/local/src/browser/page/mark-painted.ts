/**
 * Says that the first charts are drawn, for those who measure. Called within a frame: the plots are
 * born after that frame's layout, so the next frame is the first that comes after them.
 */
export function markPainted(): void {
  requestAnimationFrame(() => {
    performance.mark('charts-painted')
    document.documentElement.dataset['painted'] = 'true'
  })
}
