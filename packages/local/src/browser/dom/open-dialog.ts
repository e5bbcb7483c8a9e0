import { createElement } from './create-element.ts'

/** A dialog that is open. */
export interface OpenDialog {
  element: HTMLDialogElement
  close: () => void
}

/**
 * Opens a modal dialog and forgets it when it is closed. The browser keeps the focus in it and gives
 * it back afterwards.
 *
 * @param title - what it is about
 * @param chart - the chart, set apart since names may be hostile
 */
export function openDialog(
  title: string,
  chart: string,
  ...content: (Node | string)[]
): OpenDialog {
  const close = createElement(
    'button',
    { type: 'button', class: 'close', 'aria-label': 'Close' },
    createElement('span', { 'aria-hidden': 'true' }, '×'),
  )
  const heading = createElement(
    'h2',
    { id: 'dialog-title', title: chart },
    `${title} `,
    createElement('bdi', {}, chart),
  )
  const element = createElement(
    'dialog',
    { 'aria-labelledby': 'dialog-title' },
    createElement('div', { class: 'dialog-head' }, heading, close),
    ...content,
  )
  close.addEventListener('click', () => element.close())
  element.addEventListener('click', (event) => {
    // The dialog itself is hit only beside its content: on the backdrop.
    if (event.target === element) element.close()
  })
  element.addEventListener('close', () => element.remove())
  document.body.append(element)
  element.showModal()
  return { element, close: () => element.close() }
}
