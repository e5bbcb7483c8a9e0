/**
 * Copies the text of an element. Browsers offer their clipboard to secure contexts alone, which a
 * server in the local network is not: there the old way serves.
 */
export async function copyText(element: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(element.textContent ?? '')
    return true
  } catch {
    getSelection()?.selectAllChildren(element)
    return document.execCommand('copy')
  }
}
