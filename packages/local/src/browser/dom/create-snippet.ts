import { copyText } from './copy-text.ts'
import { createElement } from './create-element.ts'
import { setText } from './set-text.ts'

/** A text to be copied, with its title and the button that does it. */
export interface Snippet {
  element: HTMLElement
  set: (text: string) => void
}

/**
 * Makes a snippet.
 *
 * @param title - names the button too, so it must tell snippets apart
 */
export function createSnippet(title: string, text = ''): Snippet {
  const code = createElement('code', {}, text)
  const button = createElement('button', { type: 'button', 'aria-label': `Copy ${title}` }, 'Copy')
  const status = createElement('span', { role: 'status', class: 'copied' })
  const copy = async () => {
    setText(status, (await copyText(code)) ? 'Copied' : 'Press Ctrl+C to copy')
    setTimeout(() => setText(status, ''), 2000)
  }
  button.addEventListener('click', () => void copy())
  const element = createElement(
    'div',
    { class: 'snippet' },
    createElement('div', { class: 'snippet-head' }, createElement('h3', {}, title), status, button),
    createElement('pre', {}, code),
  )
  return { element, set: (next) => setText(code, next) }
}
