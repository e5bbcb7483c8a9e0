/** Sets an element's text, and touches the page only when it is another: live regions would repeat it. */
export function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text
}
