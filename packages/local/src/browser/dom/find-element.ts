/** Finds an element that the page's own HTML has; without it nothing works, so it throws. */
export function findElement(selector: string): HTMLElement {
  const element = document.querySelector<HTMLElement>(selector)
  if (!element) throw new Error(`The page has no ${selector}`)
  return element
}
